import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface StreamReaderProps {
  readonly table: TableV2;
  /** The alias of the function `changes`. */
  readonly target: IFunction;
  /** The patterns of the changes that call the function. All others do not. */
  readonly filters: readonly object[];
  /** Whether subscribers wait for changes of the table. */
  readonly isHeard: boolean;
  /** The queue of places in streams that could not be read. */
  readonly deadChangesArn: string;
}

/** Lets `changes` read a table's stream. */
export function readStream(
  scope: Construct,
  id: string,
  { table, target, filters, isHeard, deadChangesArn }: StreamReaderProps,
): EventSourceMapping {
  if (table.tableStreamArn === undefined) throw new Error(`The table of "${id}" has no stream.`);
  return new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: table.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    // Several changes of a tenant become one message. Subscribers wait for no further changes.
    maxBatchingWindow: Duration.seconds(isHeard ? 0 : 1),
    // The changes of one tenant and type have one partition key. They stay in order, and others do not wait for them.
    parallelizationFactor: isHeard ? 4 : 2,
    filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 50,
    // A stream keeps a record for 24 hours. Before it is lost, its place goes to the dead letters.
    maxRecordAge: Duration.hours(12),
    onFailure: { bind: () => ({ destination: deadChangesArn }) },
  });
}

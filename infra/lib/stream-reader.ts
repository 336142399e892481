import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface StreamReaderProps {
  readonly table: TableV2;
  /** The alias of the function `changes`. */
  readonly target: IFunction;
  /** The pattern of the changes that wake work. All others do not call the function. */
  readonly filter: object;
  /** The queue of places in streams that could not be read. */
  readonly deadChangesArn: string;
}

/** Lets `changes` read a table's stream. */
export function readStream(
  scope: Construct,
  id: string,
  { table, target, filter, deadChangesArn }: StreamReaderProps,
): EventSourceMapping {
  if (table.tableStreamArn === undefined) throw new Error(`The table of "${id}" has no stream.`);
  return new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: table.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    // Several changes of a tenant become one message.
    maxBatchingWindow: Duration.seconds(1),
    parallelizationFactor: 2,
    filters: [{ pattern: JSON.stringify(filter) }],
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 50,
    // A stream keeps a record for 24 hours. Before it is lost, its place goes to the dead letters.
    maxRecordAge: Duration.hours(12),
    onFailure: { bind: () => ({ destination: deadChangesArn }) },
  });
}

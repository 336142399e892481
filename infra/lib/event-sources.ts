import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import { itemFilter, recordFilter } from '../../src/store/index.ts';
import { WAKING_CHANGES } from '../../src/changes/index.ts';
import type { ServedFunction } from './functions.ts';
import { keyStatement } from './key-rights.ts';
import { grantReceiving, grantSending, type Queues } from './queues.ts';
import { readStream } from './stream-reader.ts';

/** The minutes between two looks at what is due although nothing changed. */
const DUE_EVERY = Duration.minutes(15);

export interface EventSourcesProps {
  readonly changes: ServedFunction;
  readonly work: ServedFunction;
  readonly queues: Queues;
  readonly control: TableV2;
  readonly data: TableV2;
  /** The prefix of the names of silo tables. */
  readonly siloPrefix: string;
  readonly key: IKey;
  /** The maximum number of messages that are worked on at once. */
  readonly workers: number;
}

/**
 * What calls the functions of background work: the streams of the tables call `changes`, which sends work; the queue calls
 * `work`, and so does a schedule, for what is due.
 */
export class EventSources extends Construct {
  readonly #props: EventSourcesProps;

  constructor(scope: Construct, props: EventSourcesProps) {
    super(scope, 'EventSources');
    this.#props = props;
    const { changes, work, queues, control, data, workers } = props;
    grantStreams(props);
    grantSending(changes.role, [queues.work, queues.deadChanges]);
    this.#read('control', control, recordFilter(WAKING_CHANGES));
    this.#read('data', data, itemFilter(WAKING_CHANGES));
    grantReceiving(work.role, queues.work);
    grantSending(work.role, [queues.work]);
    new EventSourceMapping(this, 'work', {
      target: work.alias,
      eventSourceArn: queues.work.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: workers,
    }).node.addDependency(work.role);
    new Rule(this, 'DueWork', {
      description: 'Sends the work that is due although nothing changed',
      schedule: Schedule.rate(DUE_EVERY),
      targets: [
        // The next look finds whatever this one missed.
        new LambdaTarget(work.alias, {
          event: RuleTargetInput.fromObject({}),
          retryAttempts: 0,
          maxEventAge: DUE_EVERY,
        }),
      ],
    });
  }

  /** Lets `changes` read a table's stream, once its role has the right. */
  #read(id: string, table: TableV2, filter: object): void {
    const { changes, queues } = this.#props;
    const deadChangesArn = queues.deadChanges.queueArn;
    readStream(this, `changes-${id}`, {
      table,
      target: changes.alias,
      filter,
      deadChangesArn,
    }).node.addDependency(changes.role);
  }
}

/**
 * Lets Lambda read the streams with the role of `changes`. One pattern names the streams of all silo tables, so the policy
 * does not grow with them.
 */
function grantStreams({ changes, control, data, siloPrefix, key }: EventSourcesProps): void {
  const { role } = changes;
  const stack = Stack.of(changes);
  const silos = stack.formatArn({
    service: 'dynamodb',
    resource: 'table',
    resourceName: `${siloPrefix}*/stream/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action}`,
      ),
      resources: [...[control, data].flatMap(({ tableStreamArn }) => tableStreamArn ?? []), silos],
    }),
  );
  role.addToPrincipalPolicy(keyStatement({ key, region: stack.region, actions: ['Decrypt'] }));
}

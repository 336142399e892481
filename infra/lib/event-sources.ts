import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { itemFilters, recordFilter } from '../../src/store/index.ts';
import { RECORD_CHANGES, streamedTopics, WAKING_CHANGES } from '../../src/changes/index.ts';
import type { Model } from '../../src/model/index.ts';
import { heardTopics } from '../../src/engine/index.ts';
import { SOCKET_SCHEDULE_MINUTES } from '../../src/lambda/gateway-sockets.ts';
import type { ServedFunction } from './functions.ts';
import { keyStatement } from './key-rights.ts';
import { grantReceiving, grantSending, type Queues } from './queues.ts';
import { readStream, type StreamReaderProps } from './stream-reader.ts';

/** The minutes between two looks at what is due although nothing changed. */
const DUE_EVERY = Duration.minutes(15);

/** The time between two looks for slots of schedules, which are whole minutes. */
const SLOTS_EVERY = Duration.minutes(1);

/** The minutes between two rounds over the open sockets. */
const SOCKETS_EVERY = Duration.minutes(SOCKET_SCHEDULE_MINUTES);

export interface EventSourcesProps {
  readonly socket: ServedFunction;
  readonly changes: ServedFunction;
  readonly work: ServedFunction;
  readonly webhooks: ServedFunction;
  readonly meter: ServedFunction;
  readonly queues: Queues;
  readonly control: TableV2;
  readonly data: TableV2;
  readonly model: Model;
  /** The prefix of the names of silo tables. */
  readonly siloPrefix: string;
  readonly key: IKey;
  /** The maximum number of messages that are worked on at once. */
  readonly workers: number;
  /** Whether the app has schedules, whose slots are looked for each minute. */
  readonly hasSchedules: boolean;
}

/**
 * What calls the functions of background work: the streams of the tables call `changes`, which sends work; its queue calls
 * `work`, and so does a schedule, for what is due. Another queue calls `webhooks`. A schedule calls `socket`, which keeps sockets alive and closes those
 * that have expired.
 */
export class EventSources extends Construct {
  readonly #props: EventSourcesProps;

  constructor(scope: Construct, props: EventSourcesProps) {
    super(scope, 'EventSources');
    this.#props = props;
    const { socket, changes, work, webhooks, meter, queues, control, data, model, hasSchedules } = props;
    grantStreams(props);
    grantSending(changes.role, [queues.work, queues.webhooks, queues.deadChanges]);
    this.#read('control', control, { filters: RECORD_CHANGES.map(recordFilter), isHeard: false });
    this.#read('data', data, {
      filters: itemFilters(WAKING_CHANGES, streamedTopics(model), model.models),
      isHeard: heardTopics(model).size > 0,
    });
    grantSending(work.role, [queues.work, queues.webhooks]);
    grantSending(webhooks.role, [queues.webhooks]);
    grantSending(meter.role, [queues.work]);
    this.#receive('work', work, queues.work);
    this.#receive('webhooks', webhooks, queues.webhooks);
    for (const [{ alias }, maxEventAge] of [
      [work, DUE_EVERY],
      [socket, SOCKETS_EVERY],
    ] as const)
      alias.configureAsyncInvoke({ retryAttempts: 0, maxEventAge });
    this.#call('DueWork', 'Sends the work that is due although nothing changed', work, DUE_EVERY);
    if (hasSchedules)
      this.#call('Slots', 'Sends the runs of schedules whose time has come', work, SLOTS_EVERY, {
        slots: true,
      });
    this.#call(
      'LiveSockets',
      'Keeps sockets alive, and closes those that have expired',
      socket,
      SOCKETS_EVERY,
    );
  }

  /**
   * Calls a function by a schedule. The next call finds whatever one missed, so none is repeated: neither by the schedule, if
   * Lambda does not take it, nor by Lambda, if the function fails.
   */
  #call(
    id: string,
    description: string,
    { alias }: ServedFunction,
    every: Duration,
    input: Readonly<Record<string, unknown>> = {},
  ): void {
    const event = RuleTargetInput.fromObject(input);
    new Rule(this, id, {
      description,
      schedule: Schedule.rate(every),
      targets: [new LambdaTarget(alias, { event, retryAttempts: 0, maxEventAge: every })],
    });
  }

  /** Lets a function take messages of a queue, each alone, once its role has the right. */
  #receive(id: string, { alias, role }: ServedFunction, queue: IQueue): void {
    grantReceiving(role, queue);
    new EventSourceMapping(this, id, {
      target: alias,
      eventSourceArn: queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: this.#props.workers,
    }).node.addDependency(role);
  }

  /** Lets `changes` read a table's stream, once its role has the right. */
  #read(id: string, table: TableV2, read: Pick<StreamReaderProps, 'filters' | 'isHeard'>): void {
    const { changes, queues } = this.#props;
    const deadChangesArn = queues.deadChanges.queueArn;
    readStream(this, `changes-${id}`, {
      table,
      target: changes.alias,
      ...read,
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

import type { TenantWork } from '../../src/platform/index.ts';
import { createWorkHandler, type Handlers, type WorkEvent } from '../../src/lambda/index.ts';
import { workQueueOf } from '../../src/local/background.ts';
import type { Streams } from '../../src/local-cloud/dynamodb/index.ts';
import { deliver, type Queue } from '../../src/local-cloud/sqs/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import type { TestApi } from '../api.ts';

/** Returns the event of the queue that brings a message with each work. */
export function messagesOf(...work: readonly TenantWork[]): WorkEvent {
  return { Records: work.map((one, at) => ({ messageId: String(at), body: JSON.stringify(one) })) };
}

/** Returns the event that brings the upkeep of each tenant. */
export function upkeepOf(...tenants: readonly string[]): WorkEvent {
  return messagesOf(...tenants.map((tenantId) => ({ tenantId, is: 'upkeep' }) as const));
}

/** Opens the function of work again, and adds its calls on rows to a list. */
export function recordWork({ jobParts, background }: TestApi, calls: Call[]): Handlers['work'] {
  return createWorkHandler({
    parts: { ...jobParts, sendOf: (...of) => recordCalls(jobParts.sendOf(...of), calls).send },
    queue: workQueueOf(background.messages),
    log: () => undefined,
  });
}

/** The functions behind the requests of an API, its queues and its streams. */
export interface BehindParts extends Pick<Handlers, 'changes' | 'work' | 'webhooks'> {
  readonly messages: Queue;
  readonly webhookMessages: Queue;
  readonly streams: Streams;
}

/** The work behind the requests of an API, driven by hand: streams, queue and both functions. */
export interface Behind {
  /** Gives the new records of all streams to the function of changes, until none is left. */
  changes(): Promise<void>;
  /** Gives the visible messages to the functions of work and of webhooks, until none is visible. */
  work(): Promise<void>;
  /** Does both until nothing is left. */
  settle(): Promise<void>;
}

/** Opens the work behind an API. It sees what is written from then on. */
export function openBehind(
  { background }: Pick<TestApi, 'background'>,
  { changes, work }: Pick<BehindParts, 'changes' | 'work'> = background,
): Behind {
  const { messages, webhookMessages, webhooks, streams } = background;
  const read = (): Promise<number> => streams.read(changes);
  streams.open();
  const behind: Behind = {
    async changes() {
      while ((await read()) > 0);
    },
    async work() {
      for (let message = messages.receive(); message; message = messages.receive())
        await deliver(messages, message, (event) => work(event));
      for (let message = webhookMessages.receive(); message; message = webhookMessages.receive())
        await deliver(webhookMessages, message, (event) => webhooks(event));
    },
    async settle() {
      while ((await read()) > 0) await behind.work();
    },
  };
  return behind;
}

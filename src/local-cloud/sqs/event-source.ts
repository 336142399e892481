import type { Queue, Received } from './queue.ts';

/** An event of SQS for a Lambda function: one message. */
export interface QueueEvent {
  readonly Records: readonly [
    {
      readonly messageId: string;
      readonly body: string;
      readonly eventSource: 'aws:sqs';
      readonly attributes: { readonly ApproximateReceiveCount: string; readonly MessageGroupId: string };
    },
  ];
}

/** What the function answers: the messages that must come again. */
export interface QueueAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface EventSourceOptions {
  readonly call: (event: QueueEvent) => Promise<QueueAnswer>;
  /** Number of messages that the function works on at the same time. */
  readonly concurrency: number;
  readonly onError: (error: unknown) => void;
}

/** An event source, as Lambda has it for a queue. */
export interface EventSource {
  /** Looks for messages now. Call it after messages were sent. */
  readonly look: () => void;
  /** Resolves when the messages under way have ended. No other begins. */
  stop(): Promise<void>;
}

/** Opens an event source: it receives a message whenever one is visible and fewer than the limit are under way. */
export function openEventSource(
  queue: Queue,
  { call, concurrency, onError }: EventSourceOptions,
): EventSource {
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const look = (): void => {
    clearTimeout(timer);
    if (isStopped) return;
    while (underWay.size < concurrency) {
      const message = queue.receive();
      if (!message) break;
      const run: Promise<void> = deliver(queue, message, call)
        .catch(onError)
        .finally(() => {
          underWay.delete(run);
          look();
        });
      underWay.add(run);
    }
    const next = underWay.size < concurrency ? queue.nextAt() : null;
    if (next !== null) timer = setTimeout(look, Math.max(1, next - Date.now()));
  };

  return {
    look,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

/** Gives a message to the function, and deletes it unless the function names it as failed. */
export async function deliver(
  queue: Queue,
  { id, body, group, receives }: Received,
  call: EventSourceOptions['call'],
): Promise<void> {
  const attributes = { ApproximateReceiveCount: String(receives), MessageGroupId: group };
  const { batchItemFailures } = await call({
    Records: [{ messageId: id, body, eventSource: 'aws:sqs', attributes }],
  });
  if (!batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === id)) queue.delete({ id, group });
}

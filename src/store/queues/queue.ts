import { sharedConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { type JsonCall, jsonCalls } from '../aws/json-calls.ts';
import { openService } from '../aws/service.ts';
import { backOff } from '../dynamo/driver/backoff.ts';
import { inAttempts } from './attempts.ts';

/** A queue of Amazon SQS, and the ways to reach it. */
export interface QueueOptions {
  readonly region: string;
  /** `https://sqs.eu-central-1.amazonaws.com/111122223333/work` */
  readonly url: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:9324`. */
  readonly endpoint?: string | undefined;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  readonly requestHandler?: HttpHandler | undefined;
}

/** A message to be sent. */
export interface NewMessage {
  /** A busy group of a queue delays no other group (Amazon SQS Developer Guide, "Fair queues"). */
  readonly group: string;
  readonly body: string;
}

/** A message that was received. No other reader sees it for the time of the receipt. */
export interface ReceivedMessage {
  readonly group: string | null;
  readonly body: string;
  readonly receipt: string;
  /** How often a reader got it. */
  readonly received: number;
  /** Milliseconds since 1970. Null if SQS does not say. */
  readonly sentAt: number | null;
  readonly firstReceivedAt: number | null;
}

/** The approximate numbers of messages of a queue. */
export interface QueueCounts {
  readonly waiting: number;
  /** Messages that a reader has received and not deleted. */
  readonly received: number;
  readonly delayed: number;
}

export interface Queue {
  /**
   * Sends messages. A message may arrive twice.
   * @param afterSeconds the delay until readers see them: 0 to 900
   * @throws {Error} that says how many messages SQS may not have taken, and why
   */
  send(messages: readonly NewMessage[], afterSeconds?: number): Promise<void>;
  /** Receives up to ten messages. @param forSeconds the time in which no other reader sees them */
  receive(forSeconds: number): Promise<readonly ReceivedMessage[]>;
  /** Deletes messages that were received. */
  delete(messages: readonly ReceivedMessage[]): Promise<void>;
  /** Shows messages that were received to other readers again. */
  release(messages: readonly ReceivedMessage[]): Promise<void>;
  count(): Promise<QueueCounts>;
}

/** The maximum of a call (Amazon SQS API Reference, "SendMessageBatch"). */
const BATCH = 10;
const MAX_ATTEMPTS = 5;

/** Opens a queue by our own client, which signs without the SDK. */
export function openQueue({ region, url, endpoint, credentials, requestHandler }: QueueOptions): Queue {
  const connections = requestHandler ?? sharedConnections();
  const service = openService({ service: 'sqs', region, endpoint, connections });
  const once = jsonCalls(service, {
    protocol: 'AmazonSQS',
    credentials: renewed(credentials ?? ownCredentials),
  });
  const call: JsonCall = (operation, request) =>
    inAttempts('SQS', operation, () => once(operation, { QueueUrl: url, ...request }));
  const batch = async (operation: string, entries: readonly Entry[]): Promise<void> => {
    await Promise.all(chunks(entries).map((chunk) => callBatch(call, operation, chunk)));
  };
  return {
    send: (messages, afterSeconds = 0) =>
      batch(
        'SendMessageBatch',
        messages.map(({ group, body }, at) => ({
          Id: String(at),
          MessageBody: body,
          MessageGroupId: group,
          DelaySeconds: afterSeconds,
        })),
      ),
    async receive(forSeconds) {
      const { Messages = [] } = (await call('ReceiveMessage', {
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: forSeconds,
        // SQS then asks all its servers. Without a wait it asks some, and may find nothing.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
      })) as { readonly Messages?: readonly WireMessage[] };
      return Messages.map(readMessage);
    },
    delete: (messages) =>
      batch(
        'DeleteMessageBatch',
        messages.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt })),
      ),
    release: (messages) =>
      batch(
        'ChangeMessageVisibilityBatch',
        messages.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt, VisibilityTimeout: 0 })),
      ),
    async count() {
      const { Attributes = {} } = (await call('GetQueueAttributes', { AttributeNames: ['All'] })) as {
        readonly Attributes?: Readonly<Record<string, string>>;
      };
      const numberOf = (name: string): number => Number(Attributes[`ApproximateNumberOfMessages${name}`]);
      return { waiting: numberOf(''), received: numberOf('NotVisible'), delayed: numberOf('Delayed') };
    },
  };
}

interface Entry {
  readonly Id: string;
}
interface BatchAnswer {
  readonly Failed?: readonly {
    readonly Id: string;
    /** Whether the entry is wrong, so that a repeat fails too. */
    readonly SenderFault: boolean;
    readonly Code: string;
    readonly Message?: string;
  }[];
}

/** Calls an operation for each entry, again for those that failed. SQS answers 200 also if all of them did. */
async function callBatch(call: JsonCall, operation: string, entries: readonly Entry[]): Promise<void> {
  let left = entries;
  for (let attempt = 1; ; attempt++) {
    const { Failed = [] } = (await call(operation, { Entries: left })) as BatchAnswer;
    const [reason] = [...Failed].sort((a, b) => Number(b.SenderFault) - Number(a.SenderFault));
    if (!reason) return;
    if (reason.SenderFault || attempt === MAX_ATTEMPTS)
      throw new Error(
        `SQS did not take ${Failed.length} of ${entries.length} entries of ${operation}: ` +
          `${reason.Code}: ${reason.Message ?? 'no reason is given'}.`,
      );
    const failed = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => failed.has(Id));
    await backOff(attempt, undefined);
  }
}

function chunks(entries: readonly Entry[]): (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / BATCH) }, (_, at) =>
    entries.slice(at * BATCH, (at + 1) * BATCH),
  );
}

interface WireMessage {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

function readMessage({ Body, ReceiptHandle, Attributes = {} }: WireMessage): ReceivedMessage {
  const timeOf = (name: string): number | null => (Attributes[name] ? Number(Attributes[name]) : null);
  return {
    group: Attributes['MessageGroupId'] ?? null,
    body: Body,
    receipt: ReceiptHandle,
    received: Number(Attributes['ApproximateReceiveCount'] ?? 0),
    sentAt: timeOf('SentTimestamp'),
    firstReceivedAt: timeOf('ApproximateFirstReceiveTimestamp'),
  };
}

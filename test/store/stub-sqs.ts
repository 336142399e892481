import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { sign } from '../../src/store/aws/sign.ts';

/** The region and the key by which the stub checks signatures. */
export const REGION = 'eu-central-1';
export const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token+/=',
};

interface Message {
  readonly body: string;
  readonly group: string | undefined;
  readonly delay: number;
  readonly id: number;
  received: number;
  isHidden: boolean;
}
interface Entry {
  readonly Id: string;
  readonly MessageBody?: string;
  readonly MessageGroupId?: string;
  readonly DelaySeconds?: number;
  readonly ReceiptHandle?: string;
}
type Request = { readonly QueueUrl: string; readonly Entries?: readonly Entry[] } & Readonly<
  Record<string, unknown>
>;

/** An answer that the stub gives instead of its own: an error, or entries of a batch that fail. */
export type Trouble =
  | { readonly status: number; readonly type: string; readonly message: string }
  | { readonly failed: readonly string[]; readonly code: string; readonly senderFault: boolean };

export interface StubSqs {
  readonly endpoint: string;
  /** The operations of all calls, with the number of their entries. */
  readonly calls: string[];
  /** Answers to the next calls, first come, first served. */
  readonly troubles: Trouble[];
  urlOf(queue: string): string;
  messagesOf(queue: string): Message[];
  close(): void;
}

const SENT = Date.UTC(2026, 10, 29, 21);
const HIDDEN = 60_000;

/** Opens a server that answers as the JSON protocol of Amazon SQS does, and refuses a wrong signature. */
export async function openStubSqs(): Promise<StubSqs> {
  const queues = new Map<string, Message[]>();
  const calls: string[] = [];
  const troubles: Trouble[] = [];
  let lastId = 0;
  const messagesOf = (queue: string): Message[] => {
    const found = queues.get(queue) ?? [];
    queues.set(queue, found);
    return found;
  };
  const operations: Readonly<Record<string, (messages: Message[], request: Request) => object>> = {
    SendMessageBatch(messages, { Entries = [] }) {
      for (const { MessageBody = '', MessageGroupId, DelaySeconds = 0 } of Entries)
        messages.push({
          body: MessageBody,
          group: MessageGroupId,
          delay: DelaySeconds,
          id: ++lastId,
          received: 0,
          isHidden: false,
        });
      return { Successful: Entries.map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: '' })) };
    },
    ReceiveMessage(messages) {
      const found = messages.filter(({ isHidden }) => !isHidden).slice(0, 10);
      for (const message of found) {
        message.isHidden = true;
        message.received += 1;
      }
      // SQS leaves the list out if it is empty.
      return found.length === 0 ? {} : { Messages: found.map(wireOf) };
    },
    DeleteMessageBatch(messages, { Entries = [] }) {
      for (const { ReceiptHandle } of Entries) {
        const at = messages.findIndex(({ id }) => String(id) === ReceiptHandle);
        if (at >= 0) messages.splice(at, 1);
      }
      return { Successful: Entries.map(({ Id }) => ({ Id })) };
    },
    ChangeMessageVisibilityBatch(messages, { Entries = [] }) {
      for (const { ReceiptHandle } of Entries)
        for (const message of messages) if (String(message.id) === ReceiptHandle) message.isHidden = false;
      return { Successful: Entries.map(({ Id }) => ({ Id })) };
    },
    GetQueueAttributes(messages) {
      const hidden = messages.filter(({ isHidden }) => isHidden).length;
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(messages.length - hidden),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    },
  };
  const server = createServer((incoming, outgoing) => {
    const answer = (status: number, body: object): void => {
      outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(JSON.stringify(body));
    };
    const refuse = (status: number, type: string, message: string): void => {
      answer(status, { __type: `com.amazonaws.sqs#${type}`, message });
    };
    void text(incoming).then((body) => {
      const [protocol, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
      const request = JSON.parse(body) as Request;
      const { Entries = [] } = request;
      calls.push(Entries.length > 0 ? `${operation} ${Entries.length}` : operation);
      if (!isSigned(incoming.headers, body)) {
        refuse(403, 'InvalidSignatureException', 'The request signature does not match.');
        return;
      }
      const made = protocol === 'AmazonSQS' ? operations[operation] : undefined;
      if (!made) {
        refuse(400, 'UnknownOperationException', '');
        return;
      }
      if (Entries.length > 10) {
        refuse(400, 'TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
        return;
      }
      const trouble = troubles.shift();
      if (trouble && 'status' in trouble) {
        refuse(trouble.status, trouble.type, trouble.message);
        return;
      }
      const { failed, code, senderFault } = trouble ?? { failed: [], code: '', senderFault: false };
      const taken = Entries.filter(({ Id }) => !failed.includes(Id));
      const queue = request.QueueUrl.slice(request.QueueUrl.lastIndexOf('/') + 1);
      answer(200, {
        ...made(messagesOf(queue), { ...request, Entries: taken }),
        ...(failed.length > 0 && {
          Failed: failed.map((Id) => ({ Id, Code: code, SenderFault: senderFault, Message: 'stub' })),
        }),
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    calls,
    troubles,
    urlOf: (queue) => `https://sqs.${REGION}.amazonaws.com/111122223333/${queue}`,
    messagesOf,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function wireOf({ body, group, id, received }: Message): object {
  return {
    MessageId: String(id),
    ReceiptHandle: String(id),
    Body: body,
    Attributes: {
      SentTimestamp: String(SENT),
      ApproximateReceiveCount: String(received),
      ApproximateFirstReceiveTimestamp: String(SENT + HIDDEN),
      ...(group !== undefined && { MessageGroupId: group }),
    },
  };
}

function isSigned(headers: IncomingHttpHeaders, body: string): boolean {
  const authorization = headers.authorization ?? '';
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  const date = String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');
  const expected = sign(
    {
      host: headers.host ?? '',
      region: REGION,
      service: 'sqs',
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
    },
    CREDENTIALS,
    Date.parse(date),
  );
  return expected['authorization'] === authorization;
}

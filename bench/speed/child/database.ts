import { createServer, request as send, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';

import type { Counts, DatabaseState } from '../protocol.ts';

/** An answer that the emulator gave. */
interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const NONE: Counts = { calls: 0, bytesIn: 0, bytesOut: 0, forwarded: 0 };
const KEPT_HEADERS = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'];
/** Writes whose bodies have new ids and times in each request. */
const WRITES = /\.(PutItem|UpdateItem|TransactWriteItems|BatchWriteItem)$/;

const { CLOUD_PORT = '', EMULATOR_PORT = '', RIVAL_KEY = '', CONTROL_TABLE = '', REGION = '' } = process.env;
const agent = new Agent({ keepAlive: true });
const kept = new Map<string, Recorded>();
let state: DatabaseState = { isRecording: true, delay: 0 };
let counts = NONE;

const server = createServer((incoming, outgoing) => {
  serve(incoming, outgoing).catch((error: unknown) => {
    outgoing.writeHead(500).end(String(error));
  });
});
server.keepAliveTimeout = 3_600_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (next: DatabaseState) => {
  const before = counts;
  [state, counts] = [next, NONE];
  process.send?.(before);
});
process.on('disconnect', () => process.exit());

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await buffer(incoming);
  const { headers, url = '/' } = incoming;
  const target = String(headers['x-amz-target'] ?? headers['x-real-host'] ?? '');
  const text = body.toString('latin1');
  const exact = `${target} ${url} ${text}`;
  // The leases and sums of the control table change with time, so a recorded answer would be a stale one.
  const masked =
    WRITES.test(target) && !text.includes(`"${CONTROL_TABLE}"`) ? maskedKey(target, text) : exact;
  const found = state.isRecording ? undefined : (kept.get(exact) ?? kept.get(masked));
  const answer = found ?? (await forwarded(incoming, target, body));
  if (state.isRecording) kept.set(exact, answer).set(masked, answer);
  counts = {
    calls: counts.calls + 1,
    bytesIn: counts.bytesIn + body.length,
    bytesOut: counts.bytesOut + answer.body.length,
    forwarded: counts.forwarded + (found ? 0 : 1),
  };
  if (state.delay > 0) await pause(state.delay);
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  outgoing.end(answer.body);
}

/** Returns a key that is equal for two writes which differ only in ids, numbers and times. */
function maskedKey(target: string, text: string): string {
  return `${target} ${text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-HJKMNP-TV-Z]{26}|\d+/g, '#')}`;
}

/** Asks the emulator, or the stand-in of the service that the request is for. */
async function forwarded(incoming: IncomingMessage, target: string, body: Buffer): Promise<Recorded> {
  const isRival = String(incoming.headers.authorization).includes(`Credential=${RIVAL_KEY}/`);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = send(
      {
        agent,
        host: '127.0.0.1',
        port: isRival ? EMULATOR_PORT : CLOUD_PORT,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, 'x-real-host': hostOf(target) },
      },
      resolve,
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = answer.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  return { status: answer.statusCode ?? 500, headers, body: await buffer(answer) };
}

/** Returns the host of the service whose operation is called. */
function hostOf(target: string): string {
  if (target.startsWith('cognito-idp.')) return target;
  const services = {
    DynamoDB: 'dynamodb',
    secretsmanager: 'secretsmanager',
    AmazonSQS: 'sqs',
    AWSEvents: 'events',
  };
  const [, service = 'sts'] = Object.entries(services).find(([prefix]) => target.startsWith(prefix)) ?? [];
  return `${service}.${REGION}.amazonaws.com`;
}

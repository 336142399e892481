import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { openBus, type Bus, type BusEntry } from '../../src/store/index.ts';

interface WireEntry {
  readonly Detail: string;
  readonly DetailType: string;
  readonly Source: string;
  readonly EventBusName: string;
  readonly Time: number;
}
type Reply = readonly [status: number, body: object];

let server: Server;
let calls: (readonly WireEntry[])[];
let targets: unknown[];
let reply: (entries: readonly WireEntry[], call: number) => Reply;
let bus: Bus;
beforeEach(async () => {
  calls = [];
  targets = [];
  reply = (entries) => [200, taken(entries)];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { Entries } = JSON.parse(body) as { readonly Entries: readonly WireEntry[] };
      calls.push(Entries);
      targets.push(request.headers['x-amz-target']);
      const [status, answer] = reply(Entries, calls.length);
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  bus = openBus({
    region: 'eu-central-1',
    bus: 'tenantql-test',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const taken = (entries: readonly WireEntry[]): object => ({
  FailedEntryCount: 0,
  Entries: entries.map((_, at) => ({ EventId: String(at) })),
});
const entry = (at: number, size = 10): BusEntry => ({
  source: 'tenantql-test',
  detailType: 'tenant.created',
  detail: JSON.stringify({ at, text: 'x'.repeat(size) }),
  at: 1_764_500_000_123,
});
const entries = (count: number, size?: number): BusEntry[] =>
  Array.from({ length: count }, (_, at) => entry(at, size));
const numbers = (sent: readonly WireEntry[]): number[] =>
  sent.map(({ Detail }) => (JSON.parse(Detail) as { at: number }).at);

test('an entry has its bus, its source, its type and the seconds of its time', async () => {
  await bus.put([entry(1)]);
  expect(targets).toEqual(['AWSEvents.PutEvents']);
  expect(calls).toEqual([
    [
      {
        ...{ EventBusName: 'tenantql-test', Source: 'tenantql-test', DetailType: 'tenant.created' },
        ...{ Detail: entry(1).detail, Time: 1_764_500_000.123 },
      },
    ],
  ]);
});

test('a call has at most ten entries, and at most 256 KB of them', async () => {
  await bus.put(entries(25));
  expect(calls.map((one) => one.length).sort()).toEqual([10, 10, 5]);
  calls = [];
  await bus.put(entries(4, 100_000));
  expect(calls.map((one) => one.length)).toEqual([2, 2]);
});

test('the entries that EventBridge did not take are sent again, and no others', async () => {
  reply = (sent, call) =>
    call > 1
      ? [200, taken(sent)]
      : [
          200,
          {
            FailedEntryCount: 2,
            Entries: sent.map((_, at) =>
              at === 1 || at === 3
                ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Later.' }
                : { EventId: 'e' },
            ),
          },
        ];
  await bus.put(entries(5));
  expect(calls.map(numbers)).toEqual([
    [0, 1, 2, 3, 4],
    [1, 3],
  ]);
});

test('an entry that is never taken fails the call, with its reason', async () => {
  reply = (sent) => [
    200,
    { FailedEntryCount: 1, Entries: sent.map(() => ({ ErrorCode: 'InternalFailure' })) },
  ];
  await expect(bus.put([entry(1)])).rejects.toThrow(
    'EventBridge did not take 1 of 1 entries of PutEvents: InternalFailure.',
  );
});

test('a call that fails is repeated, and one that is refused is not', async () => {
  reply = (sent, call) => (call === 1 ? [500, { __type: 'InternalException' }] : [200, taken(sent)]);
  await bus.put([entry(1)]);
  expect(calls).toHaveLength(2);
  reply = () => [400, { __type: 'AccessDeniedException', message: 'No right.' }];
  await expect(bus.put([entry(1)])).rejects.toThrow(
    'PutEvents of EventBridge failed: AccessDeniedException: No right.',
  );
  expect(calls).toHaveLength(3);
});

test('nothing is sent for no entries', async () => {
  await bus.put([]);
  expect(calls).toEqual([]);
});

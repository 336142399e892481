import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { dynamoSend, type Send } from '../../src/store/index.ts';
import { type Command, type Output, TransactionCancelled } from '../../src/store/dynamo/driver/send.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { Refusal } from '../../src/tenant/index.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, task } from './sample-types.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const get = (id: string) => ({ op: 'get', type: task, key: { id } }) as const;
const put = (id: string) => ({ op: 'put', type: task, row: { id }, condition: null }) as const;

/** Returns a Send of a tenant that calls `fault` first, and DynamoDB only if `fault` returns undefined. */
const faulty =
  (tenant: string, fault: (command: Command, call: number) => Promise<Output> | undefined): Send =>
  (command, options) =>
    fault(command, ++count) ?? fixture.sendOf(tenant)(command, options);
let count = 0;
beforeEach(() => {
  count = 0;
});

test('a failed read is not cached', async () => {
  const send = faulty('failed', (_, call) => (call <= 2 ? Promise.reject(new Error('down')) : undefined));
  const store = fixture.store('failed', { send });
  await expect(store.get(get('1'))).rejects.toThrow('down');
  await expect(store.query({ ...everything, type: task })).rejects.toThrow('down');
  expect(await store.get(get('1'))).toBeNull();
  expect((await store.query({ ...everything, type: task })).rows).toEqual([]);
});

const conflict = new TransactionCancelled([{ code: 'conflict', item: null }]);

test('the store retries a write or transaction that conflicts with another transaction', async () => {
  const send = faulty('conflict', (_, call) => (call <= 3 ? Promise.reject(conflict) : undefined));
  const store = fixture.store('conflict', { send });
  expect(await store.write(put('1'))).toEqual({ id: '1' });
  count = 0;
  await store.transact([put('2')]);
  expect(count).toBe(4);
});

test('a transaction that was refused is sent again with another token', async () => {
  const { send, calls } = recordCalls(
    faulty('tokens', (_, call) => (call <= 2 ? Promise.reject(conflict) : undefined)),
  );
  await fixture.store('tokens', { send }).transact([put('1')]);
  const tokens = calls.map(({ command }) =>
    command.name === 'TransactWriteItems' ? command.input.ClientRequestToken : '',
  );
  expect(new Set(tokens).size).toBe(3);
});

test('a write that conflicts in every attempt fails with CONFLICT', async () => {
  const store = fixture.store('endless', { send: () => Promise.reject(conflict) });
  await expect(store.write(put('1'))).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a call fails with TIMEOUT when the deadline passes, also while the store backs off', async () => {
  const deadline = AbortSignal.timeout(100);
  const busy = fixture.store('late', { deadline, send: () => Promise.reject(conflict) });
  await expect(busy.write(put('1'))).rejects.toMatchObject({ code: 'TIMEOUT' });
  const late = fixture.store('late', { deadline });
  await expect(late.get(get('1'))).rejects.toMatchObject({ code: 'TIMEOUT' });
});

describe('an endpoint', () => {
  let server: Server;
  let respond: (body: object | null) => void;
  let answer: object | null = null;
  let requests = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests++;
      request.resume();
      if (answer === null) return;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    respond = (body) => {
      answer = body;
      requests = 0;
    };
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const sendTo = (): Send => {
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return dynamoSend({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${port}`,
      table: 't',
      credentials,
      requestTimeout: 300,
    });
  };
  const read: Command = { name: 'GetItem', input: { Key: { __pk: 'a', __sk: 'b' } } };

  test('gets three requests at most when it throttles', async () => {
    respond({
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'slow',
    });
    await expect(sendTo()(read)).rejects.toMatchObject({ code: 'THROTTLED' });
    expect(requests).toBe(3);
  });

  test('causes TIMEOUT when it never answers', async () => {
    respond(null);
    await expect(sendTo()(read)).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(sendTo()(read, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });

  test('is not called again when it denies access, and its message is in an error that the server masks', async () => {
    respond({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: 'arn:aws:iam::1:role/x is not allowed',
    });
    const denied: unknown = await sendTo()(read).catch((error: unknown) => error);
    expect(denied).not.toBeInstanceOf(Refusal);
    expect(denied).toMatchObject({ name: 'AccessDenied' });
    expect(requests).toBe(1);
  });

  test('causes a conflict error when it reports a concurrent transaction', async () => {
    respond({ __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException', message: 'ongoing' });
    await expect(sendTo()(read)).rejects.toMatchObject({
      name: 'TransactionCancelled',
      reasons: [{ code: 'conflict' }],
    });
  });
});

test.each([
  ['a number above 9.99e125', { note: 1e126 }],
  ['a number below 1e-130', { note: 1e-131 }],
  ['infinity', { note: { deep: [Infinity] } }],
  ['half of a surrogate pair', { note: ['\ud800'] }],
  ['a name with half of a surrogate pair', { note: { '\udc00': 1 } }],
  ['more than 400 KB', { note: 'x'.repeat(410_000) }],
  ['more than 32 levels', { note: JSON.parse('['.repeat(40) + ']'.repeat(40)) as [] }],
])('a row with %s is refused with a message that names the field or the limit', async (_, fields) => {
  const store = fixture.store('limits');
  for (const write of [
    () => store.write({ op: 'put', type: task, row: { id: '1', ...fields }, condition: null }),
    () => store.transact([{ op: 'put', type: task, row: { id: '1', ...fields }, condition: null }]),
  ]) {
    const refused: unknown = await write().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((refused as Refusal).message).toMatch(/^The (field "note"|row) .*\.$/);
  }
});

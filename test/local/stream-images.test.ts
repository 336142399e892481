import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  openStreams,
  type StreamedTable,
  type Streams,
  type StreamsOptions,
} from '../../src/local-cloud/dynamodb/index.ts';
import { openJournal } from '../../src/local-cloud/logs/index.ts';
import type { SdkHandler } from '../../src/local-cloud/iam/index.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { ensureTables, openConnections } from '../../src/store/index.ts';
import { type Emulator, REQUEST_TIMEOUT, startEmulator } from '../emulator.ts';
import { modelOf } from '../shared/model-of.ts';

const rows: StreamedTable = {
  keys: ['__pk', '__sk'],
  filters: [
    {
      eventName: ['INSERT', 'MODIFY', 'REMOVE'],
      dynamodb: { Keys: { __pk: { S: [{ suffix: '#wanted' }] } } },
    },
  ],
};
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let emulator: Emulator;
const folder = mkdtempSync(join(tmpdir(), 'tenantql-streams-'));
beforeAll(async () => {
  emulator = await startEmulator();
  const dynamo = { region: 'us-east-1', endpoint: emulator.endpoint, credentials };
  const names = { data: 'data', control: 'control', realtime: 'realtime' };
  await ensureTables({ ...dynamo, ...names, model: modelOf([]).model });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.stop();
});

type Fault = (inner: SdkHandler) => SdkHandler;
type Seen = Parameters<Parameters<Streams['read']>[0]>[0]['Records'][number];

/** Opens a table whose calls go through open streams. */
function rig(options: StreamsOptions = {}, fault: Fault = (inner) => inner) {
  const streams = openStreams((name) => (name === 'data' ? rows : null), options);
  const requests: string[] = [];
  const connections = fault(openConnections({ requestTimeout: REQUEST_TIMEOUT }));
  const counted: SdkHandler = {
    handle(request, more) {
      requests.push(request.headers['x-amz-target']?.split('.')[1] ?? '');
      return connections.handle(request, more);
    },
  };
  const call = openTableCalls({
    region: 'us-east-1',
    endpoint: emulator.endpoint,
    credentials,
    requestHandler: streams.watching(counted),
  });
  streams.open();
  const seen: Seen[] = [];
  const read = (): ReturnType<Streams['read']> =>
    streams.read(({ Records }) => {
      seen.push(...Records);
      return Promise.resolve({ batchItemFailures: [] });
    });
  return { streams, call, seen, read, requests };
}

const key = (pk: string) => ({ __pk: { S: `${pk}#wanted` }, __sk: { S: '1' } });
const put = (pk: string, more: object = {}) => ({ TableName: 'data', Item: { ...key(pk), ...more } });
const setTo = (pk: string, n: number) => ({
  TableName: 'data',
  Key: key(pk),
  UpdateExpression: 'SET n = :n',
  ExpressionAttributeValues: { ':n': { N: String(n) } },
});
const images = ({ eventName, dynamodb: { OldImage, NewImage } }: Seen) => [
  eventName,
  OldImage ?? null,
  NewImage ?? null,
];

test('a record has the item before and after a write of each kind, with its exact values', async () => {
  const { call, seen, read } = rig();
  const first = {
    ...key('kinds'),
    n: { N: '1' },
    m: { M: { deep: { L: [{ NULL: true }, { BOOL: false }] } } },
  };
  const second = { ...first, n: { N: '2' } };
  const third = { ...key('kinds'), n: { N: '3' } };
  const fourth = { ...key('kinds'), n: { N: '4' } };
  await call('PutItem', { TableName: 'data', Item: first });
  await call('UpdateItem', setTo('kinds', 2));
  await call('BatchWriteItem', { RequestItems: { data: [{ PutRequest: { Item: third } }] } });
  await call('TransactWriteItems', { TransactItems: [{ Update: setTo('kinds', 4) }] });
  await call('DeleteItem', { TableName: 'data', Key: key('kinds') });
  await read();
  expect(seen.map(images)).toEqual([
    ['INSERT', null, first],
    ['MODIFY', first, second],
    ['MODIFY', second, third],
    ['MODIFY', third, fourth],
    ['REMOVE', fourth, null],
  ]);
});

test('a write that changes nothing leaves no record, as in DynamoDB', async () => {
  const { call, seen, read } = rig();
  await call('PutItem', put('same', { n: { N: '1' } }));
  await call('PutItem', put('same', { n: { N: '1' } }));
  await call('UpdateItem', setTo('same', 1));
  await call('DeleteItem', { TableName: 'data', Key: key('never there') });
  await read();
  expect(seen.map(({ eventName }) => eventName)).toEqual(['INSERT']);
});

test('the records of an item are in the order of its writes, and each begins where the last one ended', async () => {
  const { call, seen, read } = rig();
  await Promise.all(Array.from({ length: 60 }, (_, at) => call('UpdateItem', setTo('busy', at + 1))));
  await read();
  const chain = seen.map(({ dynamodb }) => [dynamodb.OldImage?.['n'], dynamodb.NewImage?.['n']]);
  expect(chain).toHaveLength(60);
  expect(chain.slice(1).map(([before]) => before)).toEqual(chain.slice(0, -1).map(([, after]) => after));
  const sequences = seen.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
  expect(sequences).toEqual([...sequences].sort((a, b) => (a < b ? -1 : 1)));
});

test('transactions that share items in another order all end', async () => {
  const { call, seen, read } = rig();
  const both = (first: string, second: string, n: number) =>
    call('TransactWriteItems', {
      TransactItems: [{ Update: setTo(first, n) }, { Update: setTo(second, n) }],
    });
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? both('left', 'right', n) : both('right', 'left', n))),
  );
  while ((await read()) > 0);
  expect(seen).toHaveLength(20);
});

test('a write of what no reader wants is one call', async () => {
  const { call, requests } = rig();
  await call('PutItem', { TableName: 'data', Item: { __pk: { S: 'other' }, __sk: { S: '1' } } });
  expect(requests).toEqual(['PutItem']);
  await call('PutItem', put('cost'));
  await call('UpdateItem', setTo('cost', 1));
  expect(requests.slice(1)).toEqual([
    'BatchGetItem',
    'PutItem',
    'BatchGetItem',
    'UpdateItem',
    'BatchGetItem',
  ]);
});

test('a write without an answer leaves a record only if it was done', async () => {
  let isDone = true;
  const { call, seen, read } = rig({}, (inner) => ({
    async handle(request, options) {
      if (!request.headers['x-amz-target']?.endsWith('UpdateItem')) return inner.handle(request, options);
      if (isDone) await inner.handle(request, options);
      throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    },
  }));
  await expect(call('UpdateItem', setTo('lost', 1))).rejects.toThrow('cut');
  isDone = false;
  await expect(call('UpdateItem', setTo('lost', 2))).rejects.toThrow('cut');
  await read();
  expect(seen.map(images)).toEqual([['INSERT', null, { ...key('lost'), n: { N: '1' } }]]);
});

test('a write without an answer that is done late leaves a record then, and a repeat leaves no second one', async () => {
  let time = 1_000;
  let late: (() => Promise<unknown>) | null = null;
  const { call, seen, read } = rig({ now: () => time }, (inner) => ({
    handle(request, options) {
      if (!request.headers['x-amz-target']?.endsWith('UpdateItem') || late)
        return inner.handle(request, options);
      late = () => inner.handle(request, options);
      throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    },
  }));
  await expect(call('UpdateItem', setTo('late', 1))).rejects.toThrow('cut');
  expect(await read()).toBe(0);
  await (late as unknown as () => Promise<unknown>)();
  time += 1_000;
  expect(await read()).toBe(1);
  const refused = { ...put('late'), ConditionExpression: 'attribute_not_exists(n)' };
  await expect(call('PutItem', refused)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  time += 20_000;
  expect([await read(), await read()]).toEqual([0, 0]);
  expect(seen.map(images)).toEqual([['INSERT', null, { ...key('late'), n: { N: '1' } }]]);
});

test('a repeat that DynamoDB refuses because the write was done leaves the record of the write', async () => {
  let isLost = true;
  const { call, seen, read } = rig({}, (inner) => ({
    async handle(request, options) {
      const isRead = request.headers['x-amz-target']?.endsWith('BatchGetItem');
      // DynamoDB dies right after the write, so it does not say what the write left.
      if (isRead && seenPut && isLost) throw new Error('dead');
      if (isRead) return inner.handle(request, options);
      const answer = await inner.handle(request, options);
      if (!isLost) return answer;
      seenPut = true;
      throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    },
  }));
  let seenPut = false;
  const once = { ...put('dead'), ConditionExpression: 'attribute_not_exists(n)' };
  const item = { ...key('dead'), n: { N: '1' } };
  await expect(call('PutItem', { ...once, Item: item })).rejects.toThrow('cut');
  isLost = false;
  await expect(call('PutItem', { ...once, Item: item })).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
  });
  await read();
  expect(seen.map(images)).toEqual([['INSERT', null, item]]);
});

test('a write whose item cannot be read before gets the same refusal, and is not sent', async () => {
  let refusals = 1;
  const { call, seen, read, requests } = rig({}, (inner) => ({
    handle(request, options) {
      const isRead = request.headers['x-amz-target']?.endsWith('BatchGetItem');
      if (!isRead || refusals === 0) return inner.handle(request, options);
      refusals -= 1;
      const body = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' });
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return Promise.resolve({ response: { statusCode: 400, headers, body: Buffer.from(body) } });
    },
  }));
  await expect(call('PutItem', put('throttled'))).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(requests).toEqual(['BatchGetItem']);
  await call('PutItem', put('throttled'));
  await read();
  expect(seen.map(({ eventName }) => eventName)).toEqual(['INSERT']);
});

describe('the journal of streams', () => {
  const open = (name: string) => {
    const file = join(folder, name);
    return {
      file,
      start: (options: StreamsOptions = {}, fault?: Fault) =>
        rig({ journal: openJournal(file), ...options }, fault),
    };
  };
  const short = ({ eventID, dynamodb }: Seen) => [
    eventID,
    dynamodb.SequenceNumber,
    dynamodb.NewImage?.['n']?.['N' as 'S'],
  ];

  test('keeps what was not delivered when the process ends, with its ids and numbers', async () => {
    const { file, start } = open('kept');
    const before = start();
    await before.call('UpdateItem', setTo('kept', 1));
    await before.read();
    await before.call('UpdateItem', setTo('kept', 2));
    await before.call('UpdateItem', setTo('kept', 3));
    // The process is killed while it writes.
    appendFileSync(file, '{"table":"da');
    const after = start();
    await after.call('UpdateItem', setTo('kept', 4));
    await before.read();
    await after.read();
    expect(after.seen.slice(0, 2).map(short)).toEqual(before.seen.slice(1).map(short));
    expect(after.seen).toHaveLength(3);
    const numbers = after.seen.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
    expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(after.seen.map(({ eventID }) => eventID)).size).toBe(3);
  });

  test('does not keep what was delivered, and is empty when nothing waits', async () => {
    const { file, start } = open('trimmed');
    const before = start();
    await Promise.all(
      Array.from({ length: 130 }, (_, at) => before.call('UpdateItem', setTo(`item ${at}`, 1))),
    );
    await before.read();
    const after = start();
    await after.read();
    expect(before.seen).toHaveLength(100);
    expect(after.seen).toHaveLength(30);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('keeps a write that was done when the process ended before it had the answer', async () => {
    const { start } = open('killed');
    let killed: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => {
      killed = resolve;
    });
    const before = start({}, (inner) => ({
      async handle(request, options) {
        const answer = await inner.handle(request, options);
        if (!request.headers['x-amz-target']?.endsWith('PutItem')) return answer;
        killed();
        // A process that was killed sees no answer.
        return new Promise(() => undefined);
      },
    }));
    await before.call('UpdateItem', setTo('killed', 1));
    await before.read();
    void before.call('PutItem', put('killed', { n: { N: '2' } }));
    await isWritten;
    const after = start();
    await after.call('PutItem', put('other'));
    await after.read();
    expect(after.seen.map(images)).toEqual([
      ['INSERT', null, key('other')],
      ['MODIFY', { ...key('killed'), n: { N: '1' } }, { ...key('killed'), n: { N: '2' } }],
    ]);
    expect(await start().read()).toBe(0);
  });

  test('gives no sequence number again, although the clock went back', async () => {
    const { start } = open('clock');
    const before = start();
    await before.call('UpdateItem', setTo('clock', 1));
    const after = start({ now: () => 1_000 });
    await after.call('UpdateItem', setTo('clock', 2));
    await after.read();
    const [first, second] = after.seen.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
    expect(second).toBe((first ?? 0n) + 1n);
  });

  test.each([
    '\0\0\0',
    '{"table":"da',
    'null',
    '7',
    '{}',
    '{"table":"data"}',
    '{"table":"data","doneTo":"x"}',
  ])('passes over a damaged line: %j', async (line) => {
    const { file, start } = open('damaged');
    await start().call('UpdateItem', setTo('damaged', 1));
    appendFileSync(file, line);
    const after = start();
    await after.call('DeleteItem', { TableName: 'data', Key: key('damaged') });
    await after.read();
    expect(after.seen.map(({ eventName }) => eventName)).toEqual(['INSERT', 'REMOVE']);
  });

  test('does not fail a write when its file cannot be written', async () => {
    const errors: unknown[] = [];
    const journal = {
      left: [],
      add: () => {
        throw new Error('the disk is full');
      },
      replace: () => undefined,
    };
    const { call, seen, read } = rig({ journal, onError: (error) => errors.push(error) });
    await call('UpdateItem', setTo('full', 1));
    await read();
    expect(seen).toHaveLength(1);
    // The beginning of the write, and its record.
    expect(errors).toEqual([new Error('the disk is full'), new Error('the disk is full')]);
  });
});

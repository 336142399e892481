import { openStreams, type StreamedTable, type Streams } from '../../src/local-cloud/dynamodb/index.ts';
import type { SdkHandler } from '../../src/local-cloud/iam/index.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { ensureTables, openConnections } from '../../src/store/index.ts';
import { type Emulator, REQUEST_TIMEOUT, startEmulator } from '../emulator.ts';
import { modelOf } from '../shared/model-of.ts';

const rows: StreamedTable = {
  keys: ['__pk', '__sk'],
  filters: [
    { eventName: ['INSERT', 'REMOVE'], dynamodb: { Keys: { __pk: { S: [{ suffix: '#wanted' }] } } } },
  ],
};
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  const dynamo = { region: 'us-east-1', endpoint: emulator.endpoint, credentials };
  await ensureTables({
    ...dynamo,
    data: 'data',
    control: 'control',
    realtime: 'realtime',
    model: modelOf([]).model,
  });
});
afterAll(() => emulator.stop());

const key = (pk: string) => ({ __pk: { S: pk }, __sk: { S: '1' } });
const put = (pk: string) => ({ TableName: 'data', Item: key(pk) });

/** Opens a table whose calls go through streams, and what its streams deliver. */
function rig(fault: (inner: SdkHandler) => SdkHandler = (inner) => inner) {
  const streams = openStreams((name) => (name === 'data' ? rows : null));
  const requestHandler = streams.watching(fault(openConnections({ requestTimeout: REQUEST_TIMEOUT })));
  const call = openTableCalls({
    region: 'us-east-1',
    endpoint: emulator.endpoint,
    credentials,
    requestHandler,
  });
  const seen: string[] = [];
  const read = (): ReturnType<Streams['read']> =>
    streams.read(({ Records }) => {
      seen.push(
        ...Records.map(({ eventName, dynamodb }) => `${eventName} ${dynamodb.Keys['__pk']?.S ?? ''}`),
      );
      return Promise.resolve({ batchItemFailures: [] });
    });
  return { streams, call, seen, read };
}

test('a stream has the changes that its filter wants, in their order, from its opening on', async () => {
  const { streams, call, seen, read } = rig();
  await call('PutItem', put('early#wanted'));
  streams.open();
  await call('PutItem', put('a#wanted'));
  await call('PutItem', put('a#wanted'));
  await call('PutItem', put('a#other'));
  await call('TransactWriteItems', {
    TransactItems: [{ Put: put('b#wanted') }, { Delete: { TableName: 'data', Key: key('a#wanted') } }],
  });
  await call('BatchWriteItem', {
    RequestItems: {
      data: [{ PutRequest: { Item: key('c#wanted') } }, { PutRequest: { Item: key('c#other') } }],
    },
  });
  const refused = call('PutItem', {
    ...put('d#wanted'),
    ConditionExpression: 'attribute_exists(#pk)',
    ExpressionAttributeNames: { '#pk': '__pk' },
  });
  await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(await read()).toBe(4);
  expect(seen).toEqual(['INSERT a#wanted', 'INSERT b#wanted', 'REMOVE a#wanted', 'INSERT c#wanted']);
  expect(await read()).toBe(0);
});

test('a stream has a change whose answer was lost', async () => {
  const { streams, call, seen, read } = rig((inner) => ({
    async handle(request, options) {
      const answer = await inner.handle(request, options);
      if (request.headers['x-amz-target']?.endsWith('PutItem'))
        throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
      return answer;
    },
  }));
  streams.open();
  await expect(call('PutItem', put('lost#wanted'))).rejects.toThrow('cut');
  await read();
  expect(seen).toEqual(['INSERT lost#wanted']);
});

import { crc32 } from 'node:zlib';

import fc from 'fast-check';

import type { DynamoClient } from '../../src/store/dynamo/driver/dynamo.ts';
import { openDynamo } from '../../src/store/dynamo/driver/dynamo.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/store/aws/http.ts';
import { sign } from '../../src/store/aws/sign.ts';
import type { Command, Item, Send } from '../../src/store/dynamo/driver/send.ts';

fc.configureGlobal({ seed: 20261129 });

// Both clients send to a handler of the test. The SDK's says what our own must do.

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token+/=' };
const NOTHING = { status: 200, body: {} };
const KEY = { __pk: 'T#acme#Task', __sk: '1#' };

interface Canned {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns a handler that records requests and answers each with what `answer` returns. */
function fake(answer: (at: number) => Canned): HttpHandler & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    handle(request) {
      requests.push(request);
      const { status, body, headers = {} } = answer(requests.length);
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const response: HttpResponse = { statusCode: status, headers, body: bytes };
      return Promise.resolve({ response });
    },
  };
}

/** Returns a body as text. The SDK's is bytes with methods of text. */
function textOf(body: HttpRequest['body']): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

function sendBy(client: DynamoClient, requestHandler: HttpHandler): Send {
  return openDynamo({ region, requestHandler, client })(credentials)('t');
}

/** Sends a command by a client. Returns the JSON that it sent, and what it returned or threw. */
async function exchange(client: DynamoClient, command: Command, canned: Canned) {
  const handler = fake(() => canned);
  const outcome = await sendBy(client, handler)(command, { once: true }).catch((error: unknown) => error);
  const bodies = handler.requests.map(({ body }) => JSON.parse(textOf(body)) as object);
  return { bodies, outcome };
}

/** Checks that both clients send the same requests and return the same outcome. */
async function expectSame(command: Command, canned: Canned): Promise<void> {
  const [lean, sdk] = await Promise.all([
    exchange('lean', command, canned),
    exchange('sdk', command, canned),
  ]);
  expect(lean).toEqual(sdk);
  const described = ({ outcome }: { outcome: unknown }): unknown =>
    outcome instanceof Error ? [outcome.constructor.name, outcome.name, Object.entries(outcome)] : outcome;
  expect(described(lean)).toEqual(described(sdk));
}

/** Any value of a field: text with halves of surrogate pairs, numbers of all sizes, empty lists and maps. */
const { value } = fc.letrec<{ value: Item[string] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined as unknown as null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names(), tie('value'), { maxKeys: 3 }),
  ),
}));
function names() {
  return fc.oneof(
    fc.string(),
    fc.constantFrom('constructor', 'toString', 'S', 'N', 'M', 'NULL', 'Item', 'Key'),
  );
}
const items = fc.dictionary(names(), value, { maxKeys: 5 }) as fc.Arbitrary<Item>;

/** Returns a command of each kind that holds an item wherever the operation can. */
function commandsWith(item: Item): readonly Command[] {
  const ExpressionAttributeValues = { ':a': item, ':b': Object.values(item) };
  const condition = { ConditionExpression: '#a = :a', ExpressionAttributeValues };
  const update = { Key: item, UpdateExpression: 'SET a = :a', ...condition };
  return [
    { name: 'GetItem', input: { Key: item, ConsistentRead: true } },
    { name: 'BatchGetItem', input: { Keys: [item, KEY] } },
    {
      name: 'Query',
      input: {
        KeyConditionExpression: '#a = :a',
        ExpressionAttributeNames: { '#a': 'a' },
        ExpressionAttributeValues,
        ScanIndexForward: true,
        ExclusiveStartKey: item,
      },
    },
    { name: 'PutItem', input: { Item: item, ...condition } },
    { name: 'UpdateItem', input: update },
    { name: 'DeleteItem', input: { Key: item, ...condition } },
    { name: 'BatchWriteItem', input: { PutItems: [item, KEY] } },
    { name: 'BatchWriteItem', input: { DeleteKeys: [item] } },
    {
      name: 'TransactWriteItems',
      input: {
        ClientRequestToken: 'token',
        TransactItems: [
          { Put: { Item: item, ...condition } },
          { Update: update },
          { Delete: { Key: item } },
          { ConditionCheck: { Key: item, ...condition } },
        ],
      },
    },
  ];
}

/** Returns answers to a command that hold an item wherever the operation can. */
function answersWith(item: unknown): Readonly<Record<string, object>> {
  return {
    GetItem: { Item: item, ConsumedCapacity: { TableName: 't', CapacityUnits: 0.5 } },
    BatchGetItem: { Responses: { t: [item, item] }, ConsumedCapacity: [{ CapacityUnits: 1 }] },
    Query: { Items: [item, item], LastEvaluatedKey: item, Count: 2, ScannedCount: 7 },
    PutItem: {},
    UpdateItem: { Attributes: item },
    DeleteItem: { Attributes: item },
    BatchWriteItem: { UnprocessedItems: {}, ConsumedCapacity: [{ CapacityUnits: 2 }, { CapacityUnits: 1 }] },
    TransactWriteItems: { ConsumedCapacity: [{ CapacityUnits: 4 }] },
  };
}

describe('our client of DynamoDB', () => {
  test('sends the same requests as the SDK, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (item) => {
        for (const command of commandsWith(item)) await expectSame(command, NOTHING);
      }),
      { numRuns: 15 },
    );
  });

  test('returns the same answers as the SDK, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (item) => {
        const { bodies } = await exchange('sdk', { name: 'PutItem', input: { Item: item } }, NOTHING);
        const wire = (bodies[0] as { readonly Item: unknown }).Item;
        for (const command of commandsWith(KEY))
          await expectSame(command, { status: 200, body: answersWith(wire)[command.name] });
      }),
      { numRuns: 15 },
    );
  });

  test('reads binary data and sets, which other programs may have written, as the SDK does', async () => {
    const foreign = { b: { B: 'YWJj' }, s: { SS: ['a'] }, n: { NS: ['1', '2.5'] }, bs: { BS: ['YQ=='] } };
    await expectSame({ name: 'GetItem', input: { Key: KEY } }, { status: 200, body: { Item: foreign } });
  });

  test('keeps a field called __proto__, and a value that looks like an object of JavaScript', async () => {
    const odd = JSON.parse('{"__proto__": {"a": 1}, "c": {"constructor": {"name": "Set"}}}') as Item;
    const { bodies } = await exchange('lean', { name: 'PutItem', input: { Item: odd } }, NOTHING);
    const { Item: wire } = bodies[0] as { readonly Item: object };
    expect(JSON.stringify(wire)).toBe(
      '{"__proto__":{"M":{"a":{"N":"1"}}},"c":{"M":{"constructor":{"M":{"name":{"S":"Set"}}}}}}',
    );
    const handler = fake(() => ({ status: 200, body: { Item: wire } }));
    const { Item: read } = await sendBy('lean', handler)({ name: 'GetItem', input: { Key: KEY } });
    expect(JSON.stringify(read)).toBe(JSON.stringify(odd));
  });

  test('signs what the SDK signs with the same signature', async () => {
    const handler = fake(() => NOTHING);
    const send = sendBy('sdk', handler);
    for (const note of ['a', 'ü €', '', '\ud800']) await send({ name: 'PutItem', input: { Item: { note } } });
    expect(handler.requests).toHaveLength(4);
    for (const { headers, body, hostname } of handler.requests) {
      const { authorization = '', 'x-amz-date': date = '' } = headers;
      const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
      const signed = sign(
        {
          host: hostname,
          region,
          service: 'dynamodb',
          headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ''])),
          body: textOf(body),
        },
        credentials,
        Date.parse(date.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')),
      );
      expect(signed['authorization']).toBe(authorization);
    }
  });

  describe('sends to the host of the SDK', () => {
    const NAMES = [
      'AWS_USE_FIPS_ENDPOINT',
      'AWS_USE_DUALSTACK_ENDPOINT',
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_DYNAMODB',
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    ];
    const before = NAMES.map((name) => [name, process.env[name]] as const);
    const restore = (): void => {
      for (const [name, given] of before)
        if (given === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = given;
    };
    beforeEach(restore);
    afterEach(restore);

    /** Returns where each client sends to under an environment. */
    async function hostsOf(where: string, env: Readonly<Record<string, string>>) {
      Object.assign(process.env, env);
      const hosts: string[] = [];
      for (const client of ['lean', 'sdk'] as const) {
        const handler = fake(() => NOTHING);
        const send = openDynamo({ region: where, requestHandler: handler, client })(credentials)('t');
        await send({ name: 'GetItem', input: { Key: KEY } });
        const [sent] = handler.requests;
        hosts.push(`${sent?.protocol ?? ''}//${sent?.hostname ?? ''}:${sent?.port ?? ''}`);
      }
      return hosts;
    }

    test.each([
      ['eu-central-1', 'false', 'false'],
      ['eu-central-1', 'true', 'false'],
      ['eu-central-1', 'false', 'true'],
      ['us-east-1', 'true', 'true'],
      ['cn-north-1', 'false', 'false'],
      ['cn-north-1', 'true', 'true'],
      ['us-gov-west-1', 'true', 'false'],
      ['us-gov-west-1', 'true', 'true'],
      ['eusc-de-east-1', 'true', 'false'],
      ['eusc-de-east-1', 'false', 'true'],
    ])('in %s, if FIPS is %s and dual-stack is %s', async (where, fips, dual) => {
      const env = { AWS_USE_FIPS_ENDPOINT: fips, AWS_USE_DUALSTACK_ENDPOINT: dual };
      const [lean, sdk] = await hostsOf(where, env);
      expect(lean).toBe(sdk);
    });

    test.each<[string, Readonly<Record<string, string>>]>([
      ['of all services', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }],
      [
        'of the service and one of all',
        { AWS_ENDPOINT_URL: 'http://a.test', AWS_ENDPOINT_URL_DYNAMODB: 'https://b.test:8443' },
      ],
      [
        'that is to be ignored',
        { AWS_ENDPOINT_URL: 'http://a.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      ],
    ])('if the environment names an endpoint %s', async (_what, env) => {
      const [lean, sdk] = await hostsOf(region, env);
      expect(lean).toBe(sdk);
    });
  });

  const ERROR = 'com.amazonaws.dynamodb.v20120810#';
  const item = { id: { S: '1' }, list: { L: [{ N: '2' }] } };
  test.each<[string, Canned]>([
    ['a condition', { status: 400, body: { __type: `${ERROR}ConditionalCheckFailedException`, Item: item } }],
    [
      'a cancelled transaction',
      {
        status: 400,
        body: {
          __type: `${ERROR}TransactionCanceledException`,
          Message: 'cancelled',
          CancellationReasons: [
            { Code: 'None' },
            { Code: 'ConditionalCheckFailed', Message: 'no', Item: item },
            { Code: 'TransactionConflict' },
          ],
        },
      },
    ],
    ['a conflict', { status: 400, body: { __type: `${ERROR}TransactionConflictException` } }],
    [
      'a denial',
      {
        status: 400,
        body: {
          __type: 'com.amazon.coral.service#AccessDeniedException',
          Message: 'User: a is not authorized to perform: b',
        },
      },
    ],
    [
      'expired credentials',
      { status: 400, body: { __type: 'com.amazon.coral.service#ExpiredTokenException' } },
    ],
    ['a missing table', { status: 400, body: { __type: `${ERROR}ResourceNotFoundException` } }],
    ['throttling', { status: 400, body: { __type: `${ERROR}ProvisionedThroughputExceededException` } }],
    [
      'an item that is too large',
      {
        status: 400,
        body: {
          __type: 'com.amazon.coral.validate#ValidationException',
          message: 'Item size has exceeded the maximum allowed size',
        },
      },
    ],
    ['a failure of DynamoDB', { status: 500, body: { __type: `${ERROR}InternalServerError` } }],
    ['an answer that is cut', { status: 200, body: '{"Item": {"id":' }],
    ['an answer of a proxy', { status: 503, body: '<html></html>' }],
  ])('throws for %s what the SDK throws', async (_what, canned) => {
    for (const command of commandsWith(KEY)) {
      if (command.name !== 'TransactWriteItems' || canned.status === 400) await expectSame(command, canned);
    }
  });
});

describe('an answer', () => {
  const read: Command = { name: 'GetItem', input: { Key: KEY } };
  const body = JSON.stringify({ Item: { id: { S: 'ü' } } });
  const sum = (text: string): Canned => ({
    status: 200,
    body,
    headers: { 'x-amz-crc32': String(crc32(text)) },
  });

  test('whose bytes do not match their checksum is requested again', async () => {
    const handler = fake((at) => sum(at === 1 ? 'other bytes' : body));
    expect(await sendBy('lean', handler)(read)).toMatchObject({ Item: { id: 'ü' } });
    expect(handler.requests).toHaveLength(2);
  });

  test.each(['lean', 'sdk'] as const)(
    'that shows a wrong clock corrects the time of the next signature, by the client %s, and a write is repeated',
    async (client) => {
      const ahead = Date.now() + 3_600_000;
      const refused = {
        status: 400,
        body: { __type: 'com.amazon.coral.service#InvalidSignatureException', message: 'Signature expired' },
        headers: { date: new Date(ahead).toUTCString() },
      };
      const handler = fake((at) => (at === 1 ? refused : { ...NOTHING, headers: refused.headers }));
      const write: Command = { name: 'PutItem', input: { Item: KEY } };
      await sendBy(client, handler)(write, { once: true });
      const hours = handler.requests.map(({ headers }) => headers['x-amz-date']?.slice(0, 11));
      const hourOf = (time: number): string => new Date(time).toISOString().replaceAll('-', '').slice(0, 11);
      expect(hours).toEqual([hourOf(ahead - 3_600_000), hourOf(ahead)]);
    },
  );
});

test('an unknown name of a client is refused', () => {
  process.env['DYNAMODB_CLIENT'] = 'other';
  try {
    expect(() => openDynamo({ region })).toThrow('DYNAMODB_CLIENT is "other"');
  } finally {
    delete process.env['DYNAMODB_CLIENT'];
  }
});

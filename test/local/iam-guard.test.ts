import { DescribeTableCommand, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  ExecuteTransactionCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { DynamoOptions } from '../../src/store/index.ts';
import type { Dumped } from '../platform/dump.ts';
import { callsOf, checkOf, clientBy, partitionQuery, updateOf, write, type Call } from './iam-calls.ts';
import { functions, HOUR, itemOf, key, openIamRig, outcomeOf, tables, type IamRig } from './iam-rig.ts';

let rig: IamRig;
/** The clock of the local STS. */
let now = Date.now();
beforeAll(async () => {
  rig = await openIamRig(() => now);
});
afterAll(() => rig.stop());
beforeEach(() => {
  now = Date.now();
});

const clientOf = (credentials: DynamoOptions['credentials']): DynamoDBDocumentClient =>
  clientBy({ ...rig.iam.dynamoOptionsOf('graphql'), credentials });

const [own, other, twin] = [key('T#acme#Task'), key('T#globex#Task'), key('T#acme2#Task')];
const TableName = tables.data;

const query = (attribute: string, partition: string, IndexName?: string): QueryCommand =>
  partitionQuery(TableName, attribute, partition, IndexName);
const update = (Key: object) => updateOf(TableName, Key);
const check = (Key: object) => checkOf(TableName, Key);

/** The calls that a tenant may make, then calls that no tenant may make. */
const allowed = callsOf(TableName, 'acme');
const denied: readonly [string, Call][] = [
  ['get of another tenant', (client) => client.send(new GetCommand({ TableName, Key: other }))],
  ['put of another tenant', (client) => client.send(new PutCommand({ TableName, Item: itemOf('globex') }))],
  ['update of another tenant', (client) => client.send(new UpdateCommand(update(other)))],
  ['delete of another tenant', (client) => client.send(new DeleteCommand({ TableName, Key: other }))],
  ['query of another tenant', (client) => client.send(query('__pk', 'T#globex#Task'))],
  [
    'query of an index of another tenant',
    (client) => client.send(query('1p', 'T#globex#Task#byProject#p', 'gsi1')),
  ],
  [
    'get of a tenant whose id has the same prefix',
    (client) => client.send(new GetCommand({ TableName, Key: twin })),
  ],
  ['query of a tenant whose id has the same prefix', (client) => client.send(query('__pk', 'T#acme2#Task'))],
  [
    'put into a partition without a type',
    (client) => client.send(new PutCommand({ TableName, Item: key('T#acme') })),
  ],
  [
    'mixed batch of gets',
    (client) => client.send(new BatchGetCommand({ RequestItems: { data: { Keys: [own, other] } } })),
  ],
  [
    'mixed batch of puts',
    (client) =>
      client.send(
        new BatchWriteCommand({
          RequestItems: {
            data: [{ PutRequest: { Item: itemOf('acme') } }, { PutRequest: { Item: itemOf('globex') } }],
          },
        }),
      ),
  ],
  [
    'mixed batch of deletes',
    (client) =>
      client.send(
        new BatchWriteCommand({
          RequestItems: { data: [{ DeleteRequest: { Key: own } }, { DeleteRequest: { Key: other } }] },
        }),
      ),
  ],
  [
    'batch of two tables',
    (client) =>
      client.send(
        new BatchGetCommand({
          RequestItems: { data: { Keys: [own] }, control: { Keys: [{ pk: 'T', sk: 'x' }] } },
        }),
      ),
  ],
  [
    'transaction that puts an item of another tenant',
    (client) => client.send(write({ Update: update(own) }, { Put: { TableName, Item: itemOf('globex') } })),
  ],
  [
    'transaction that updates an item of another tenant',
    (client) => client.send(write({ Update: update(own) }, { Update: update(other) })),
  ],
  [
    'transaction that deletes an item of another tenant',
    (client) => client.send(write({ Update: update(own) }, { Delete: { TableName, Key: other } })),
  ],
  [
    'transaction that checks an item of another tenant',
    (client) => client.send(write({ Update: update(own) }, check(other))),
  ],
  [
    'transaction of gets',
    (client) =>
      client.send(
        new TransactGetCommand({
          TransactItems: [{ Get: { TableName, Key: own } }, { Get: { TableName, Key: other } }],
        }),
      ),
  ],
  [
    'query with the legacy KeyConditions, which the guard does not read',
    (client) =>
      client.send(
        new QueryCommand({
          TableName,
          KeyConditions: { __pk: { AttributeValueList: ['T#globex#Task'], ComparisonOperator: 'EQ' } },
        }),
      ),
  ],
  ['scan', (client) => client.send(new ScanCommand({ TableName }))],
  ['scan of an index', (client) => client.send(new ScanCommand({ TableName, IndexName: 'gsi1' }))],
  [
    'PartiQL',
    (client) =>
      client.send(
        new ExecuteStatementCommand({ Statement: `SELECT * FROM data WHERE __pk = 'T#acme#Task'` }),
      ),
  ],
  [
    'PartiQL in a transaction',
    (client) =>
      client.send(
        new ExecuteTransactionCommand({
          TransactStatements: [
            { Statement: `DELETE FROM data WHERE __pk = 'T#globex#Task' AND __sk = '1#'` },
          ],
        }),
      ),
  ],
  ['description of the table', (client) => client.send(new DescribeTableCommand({ TableName }))],
  [
    'get from the control table',
    (client) =>
      client.send(new GetCommand({ TableName: tables.control, Key: { pk: 'TENANT#acme', sk: 'TENANT' } })),
  ],
  [
    'query of the control table',
    (client) =>
      client.send(
        new QueryCommand({
          TableName: tables.control,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': 'TENANT#acme' },
        }),
      ),
  ],
];

describe('a session of the tenant role', () => {
  let before: readonly Dumped[];
  beforeAll(async () => {
    before = (await rig.everything()).filter(({ key: place }) => !place.includes('T#acme#'));
  });

  it.each(allowed)('may make a %s of its own tenant', async (_what, call) => {
    const client = clientOf(await rig.credentialsOf('acme'));
    expect(await outcomeOf(() => call(client))).toBe('answered');
  });

  it.each(denied)('may not make a %s', async (_what, call) => {
    const own = await rig.everything();
    const client = clientOf(await rig.credentialsOf('acme'));
    expect(await outcomeOf(() => call(client))).toBe('AccessDeniedException');
    expect(await rig.everything()).toEqual(own);
  });

  it('leaves the items of other tenants unchanged', async () => {
    expect((await rig.everything()).filter(({ key: place }) => !place.includes('T#acme#'))).toEqual(before);
  });

  it.each([...allowed, ...denied])(
    'may not make a %s when its tag is missing or empty',
    async (_what, call) => {
      for (const tags of [{}, { TenantId: '' }, { Tenant: 'acme' }]) {
        const session = rig.iam.sessions.assume(rig.iam.roleOf('tenant'), { name: 'x', tags, seconds: HOUR });
        expect(await outcomeOf(() => call(clientOf(session)))).toBe('AccessDeniedException');
      }
    },
  );

  it('reaches no key without a tenant when its tag is empty', async () => {
    const role = rig.iam.roleOf('tenant');
    const session = rig.iam.sessions.assume(role, { name: 'x', tags: { TenantId: '' }, seconds: HOUR });
    const client = clientOf(session);
    const nameless = [
      () => client.send(new GetCommand({ TableName, Key: key('T##Task') })),
      () => client.send(new PutCommand({ TableName, Item: key('T##Task') })),
    ];
    for (const call of nameless) expect(await outcomeOf(call)).toBe('AccessDeniedException');
  });

  it('expires after an hour', async () => {
    const client = clientOf({
      ...(await rig.credentialsOf('acme')),
      expiration: new Date(now + 10 * HOUR * 1000),
    });
    const get = (): Promise<unknown> => client.send(new GetCommand({ TableName, Key: own }));
    expect(await outcomeOf(get)).toBe('answered');
    now += HOUR * 1000;
    expect(await outcomeOf(get)).toBe('ExpiredTokenException');
  });
});

it('the guard rejects an unknown access key', async () => {
  const client = clientOf({ accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'x' });
  expect(await outcomeOf(() => client.send(new GetCommand({ TableName, Key: own })))).toBe(
    'UnrecognizedClientException',
  );
});

describe.each(functions)('the own role of the function %s', (role) => {
  const client = (): DynamoDBDocumentClient => clientBy(rig.iam.dynamoOptionsOf(role));

  it.each([...allowed, ...denied].filter(([what]) => !what.includes('control')))(
    'may not make a %s of the data table',
    async (_what, call) => {
      expect(await outcomeOf(() => call(client()))).toBe('AccessDeniedException');
    },
  );

  it.each<[string, Call]>([
    ['scan', (to) => to.send(new ScanCommand({ TableName: tables.control }))],
    ['PartiQL', (to) => to.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM control' }))],
  ])('may not make a %s of the control table', async (_what, call) => {
    expect(await outcomeOf(() => call(client()))).toBe('AccessDeniedException');
  });
});

it.each(['authorizer', 'pre-sign-up'] as const)(
  'the function %s may not write to the control table',
  async (role) => {
    const client = clientBy(rig.iam.dynamoOptionsOf(role));
    const put = new PutCommand({ TableName: tables.control, Item: { pk: 'x', sk: 'x' } });
    expect(await outcomeOf(() => client.send(put))).toBe('AccessDeniedException');
    const get = new GetCommand({ TableName: tables.control, Key: { pk: 'x', sk: 'x' } });
    expect(await outcomeOf(() => client.send(get))).toBe('answered');
  },
);

import { DescribeTableCommand, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import type { DynamoOptions } from '../../src/store/index.ts';
import { callsAcross, callsOf, clientBy, type Call } from './iam-calls.ts';
import { functions, HOUR, openIamRig, outcomeOf, siloOf, tables, type IamRig } from './iam-rig.ts';

let rig: IamRig;
beforeAll(async () => {
  rig = await openIamRig(Date.now);
});
afterAll(() => rig.stop());

const clientOf = (credentials: DynamoOptions['credentials']): DynamoDBDocumentClient =>
  clientBy({ ...rig.iam.dynamoOptionsOf('graphql'), credentials });

describe('IAM on a silo table', () => {
  const outcomesOf = async (session: string, calls: readonly [string, Call][]): Promise<object> => {
    const client = clientOf(await rig.credentialsOf(session));
    const outcomes: Record<string, string> = {};
    for (const [what, call] of calls) outcomes[what] = await outcomeOf(() => call(client));
    return outcomes;
  };
  const all = (calls: readonly [string, Call][], outcome: string): object =>
    Object.fromEntries(calls.map(([what]) => [what, outcome]));

  it.each(['acme', 'globex', 'acme-2', 'an-acme'])('allows sessions of its tenant %s', async (tenant) => {
    const calls = [...callsOf(siloOf(tenant), tenant), ...callsAcross([tables.data, siloOf(tenant)], tenant)];
    expect(await outcomesOf(tenant, calls)).toEqual(all(calls, 'answered'));
  });

  it.each([
    ['acme', 'globex'],
    ['globex', 'acme'],
    ['acme', 'acme-2'],
    ['acme-2', 'acme'],
    ['acme', 'an-acme'],
    ['an-acme', 'acme'],
  ])(
    'denies sessions of %s access to the table of %s, with keys of either tenant',
    async (session, owner) => {
      const before = await rig.everything();
      for (const tenant of [session, owner]) {
        const calls = [
          ...callsOf(siloOf(owner), tenant),
          ...callsAcross([siloOf(session), siloOf(owner)], tenant),
        ];
        expect(await outcomesOf(session, calls)).toEqual(all(calls, 'AccessDeniedException'));
      }
      expect(await rig.everything()).toEqual(before);
    },
  );

  it('denies keys of another tenant to a session of its tenant', async () => {
    const calls = callsOf(siloOf('acme'), 'globex');
    expect(await outcomesOf('acme', calls)).toEqual(all(calls, 'AccessDeniedException'));
  });

  it('denies Scan, PartiQL and DescribeTable to a session of its tenant', async () => {
    const silo = siloOf('acme');
    const calls: [string, Call][] = [
      ['scan', (client) => client.send(new ScanCommand({ TableName: silo }))],
      ['scan of an index', (client) => client.send(new ScanCommand({ TableName: silo, IndexName: 'gsi1' }))],
      [
        'PartiQL',
        (client) => client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${silo}"` })),
      ],
      ['description', (client) => client.send(new DescribeTableCommand({ TableName: silo }))],
    ];
    expect(await outcomesOf('acme', calls)).toEqual(all(calls, 'AccessDeniedException'));
  });

  it('denies a session whose tag is missing, empty or a wildcard', async () => {
    for (const tags of [{}, { TenantId: '' }, { TenantId: '*' }, { Tenant: 'acme' }])
      for (const table of [siloOf('acme'), siloOf('')]) {
        const session = rig.iam.sessions.assume(rig.iam.roleOf('tenant'), { name: 'x', tags, seconds: HOUR });
        for (const [, call] of callsOf(table, 'acme'))
          expect(await outcomeOf(() => call(clientOf(session)))).toBe('AccessDeniedException');
      }
  });

  it.each(functions)('denies the function %s under its own role', async (role) => {
    for (const [, call] of callsOf(siloOf('acme'), 'acme'))
      expect(await outcomeOf(() => call(clientBy(rig.iam.dynamoOptionsOf(role))))).toBe(
        'AccessDeniedException',
      );
  });
});

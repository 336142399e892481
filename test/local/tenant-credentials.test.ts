import { AssumeRoleCommand, STSClient, type STSClientConfig, type Tag } from '@aws-sdk/client-sts';

import { openTenantSends, type AssumeTenantRole } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import type { FunctionName } from '../../src/lambda/index.ts';
import { scopeOf } from '../tenants.ts';
import {
  functions,
  HOUR,
  key,
  openIamRig,
  outcomeOf,
  region,
  siloOf,
  tables,
  type IamRig,
} from './iam-rig.ts';

const own = key('T#acme#Task');

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

describe('the tenant role', () => {
  const ask = (role: FunctionName, Tags: Tag[] | undefined, more: object = {}): Promise<string> =>
    outcomeOf(() =>
      new STSClient({ region, ...(rig.iam.stsOptionsOf(role) as STSClientConfig) }).send(
        new AssumeRoleCommand({
          RoleArn: rig.iam.roleOf('tenant').arn,
          RoleSessionName: 'acme',
          ...(Tags && { Tags }),
          ...more,
        }),
      ),
    );
  const acme = { Key: 'TenantId', Value: 'acme' };

  it.each(functions)('can be assumed only by the functions that serve tenants: %s', async (role) => {
    const serves = ['graphql', 'socket', 'changes', 'work', 'files', 'webhooks'].includes(role);
    expect(await ask(role, [acme])).toBe(serves ? 'answered' : 'AccessDenied');
  });

  it.each<[string, Tag[] | undefined, string]>([
    ['no tag', undefined, 'AccessDenied'],
    ['another tag', [{ Key: 'Tenant', Value: 'acme' }], 'AccessDenied'],
    ['a second tag', [acme, { Key: 'Admin', Value: 'true' }], 'AccessDenied'],
    ['a wildcard', [{ Key: 'TenantId', Value: '*' }], 'ValidationError'],
    ['a variable of a policy', [{ Key: 'TenantId', Value: '${aws:username}' }], 'ValidationError'],
  ])('cannot be assumed with %s', async (_what, tags, name) => {
    expect(await ask('graphql', tags)).toBe(name);
  });

  it.each(['a', 'a'.repeat(65), 'a b'])(
    'cannot be assumed for a session named %p',
    async (RoleSessionName) => {
      expect(await ask('graphql', [acme], { RoleSessionName })).toBe('ValidationError');
    },
  );

  it.each(['a', 'a'.repeat(63)])(
    'can be assumed for the shortest and the longest tenant id: %s',
    async (id) => {
      expect(await outcomeOf(() => rig.assume(scopeOf(id).tenantId))).toBe('answered');
    },
  );

  it('can be assumed for at most an hour', async () => {
    expect(await ask('graphql', [acme], { DurationSeconds: HOUR + 1 })).toBe('ValidationError');
  });
});

describe('the credentials of a tenant', () => {
  const get = { name: 'GetItem', input: { Key: own } } as const;
  const open = (assumed: string[], by: AssumeTenantRole = rig.assume) => {
    const { credentials: _, ...options } = rig.iam.dynamoOptionsOf('graphql');
    return openTenantSends({ ...options, tables: { ...tables, pool: tables.data } }, (tenant) => {
      assumed.push(tenant);
      return by(tenant);
    });
  };
  const twenty = (call: () => Promise<unknown>): Promise<unknown[]> =>
    Promise.all(Array.from({ length: 20 }, call));

  it('are fetched once for twenty concurrent first requests and then cached', async () => {
    const assumed: string[] = [];
    const sendOf = open(assumed);
    const outputs = await twenty(() => sendOf(scopeOf('acme'))(get));
    expect(outputs).toEqual(
      Array(20).fill(expect.objectContaining({ Item: expect.objectContaining(own) as unknown })),
    );
    await sendOf(scopeOf('acme', 'someone else'))(get);
    expect(assumed).toEqual(['acme']);
  });

  it('belong to the tenant of the scope', async () => {
    const assumed: string[] = [];
    const sendOf = open(assumed);
    await sendOf(scopeOf('acme'))(get);
    await expect(sendOf(scopeOf('globex'))(get)).rejects.toMatchObject({
      name: 'AccessDenied',
      principal: 'arn:aws:sts::000000000000:assumed-role/tenant/globex',
      action: 'dynamodb:GetItem',
    });
    expect(assumed).toEqual(['acme', 'globex']);
  });

  it('are the same for the silo table and the pool', async () => {
    const assumed: string[] = [];
    const sendOf = open(assumed);
    const scope = scopeOf('acme');
    for (const isolation of ['POOL', 'SILO'] as const)
      expect(await sendOf(scope, isolation)(get)).toMatchObject({ Item: own });
    await Promise.all([sendOf(scope)(get), sendOf(scope, 'SILO')(get)]);
    expect(assumed).toEqual(['acme']);
  });

  it.each<[string, Command]>([
    ['get', { name: 'GetItem', input: { Key: key('T#acme2#Task') } }],
    ['batch of gets', { name: 'BatchGetItem', input: { Keys: [key('T#acme2#Task')] } }],
    ['batch of deletes', { name: 'BatchWriteItem', input: { DeleteKeys: [key('T#acme2#Task')] } }],
    [
      'transaction',
      { name: 'TransactWriteItems', input: { TransactItems: [{ Put: { Item: key('T#acme2#Task') } }] } },
    ],
  ])('make a %s in a missing table fail with the name of the table', async (_what, command) => {
    const call = open([])(scopeOf('acme2'), 'SILO')(command);
    await expect(call).rejects.toMatchObject({ name: 'NoTable', table: siloOf('acme2') });
  });

  it('are fetched once more for all concurrent requests when they have expired', async () => {
    const assumed: string[] = [];
    const sendOf = open(assumed);
    await sendOf(scopeOf('acme'))(get);
    now += HOUR * 1000;
    const outputs = await twenty(() => sendOf(scopeOf('acme'))(get));
    expect(outputs).toHaveLength(20);
    expect(assumed).toEqual(['acme', 'acme']);
  });

  it('fail the call when the refetched ones have expired too', async () => {
    const assumed: string[] = [];
    const stale = await rig.assume(scopeOf('acme').tenantId);
    now += HOUR * 1000;
    const sendOf = open(assumed, () =>
      Promise.resolve({ ...stale, expiration: new Date(now + HOUR * 1000) }),
    );
    await expect(sendOf(scopeOf('acme'))(get)).rejects.toMatchObject({ name: 'ExpiredCredentials' });
    expect(assumed).toEqual(['acme', 'acme']);
  });

  it('are refreshed before they expire, without a failed call', async () => {
    const assumed: string[] = [];
    const soon: AssumeTenantRole = async (tenant) => ({
      ...(await rig.assume(tenant)),
      expiration: new Date(Date.now() + 60_000),
    });
    const sendOf = open(assumed, soon);
    await sendOf(scopeOf('acme'))(get);
    await sendOf(scopeOf('acme'))(get);
    expect(assumed.length).toBeGreaterThan(1);
  });
});

import { dynamoSend } from '../../src/store/index.ts';
import type { Answer } from '../api.ts';
import { dump, naming, type Dumped } from '../platform/dump.ts';
import { contentOf, openJobRig, type JobRig } from '../platform/job-rig.ts';
import { openBehind } from '../shared/background.ts';

// That no other tenant's session reaches a silo table is tested in test/local/iam-silo.test.ts.

let rig: JobRig;
/** globex has its rows in a silo; acme has them in the pool and has an unused silo table. */
beforeEach(async () => {
  rig = await openJobRig({ silos: ['globex'], siloTables: ['acme'] });
});
afterEach(() => rig.api.close());

/** Returns the items of the data tables whose keys begin with the tenant. */
const itemsOf = (items: readonly Dumped[], tenant: string): readonly Dumped[] =>
  items.filter(({ key }) => key.startsWith(`data T#${tenant}#`));
/** Returns the silo of each item of the tenant without duplicates; null is the pool. */
const placesOf = (items: readonly Dumped[], tenant: string): (string | null)[] => [
  ...new Set(itemsOf(items, tenant).map(({ silo }) => silo)),
];
const inSilos = (items: readonly Dumped[]): readonly Dumped[] => items.filter(({ silo }) => silo !== null);
const idsIn = ({ data, errors }: Answer): string[] => {
  expect(errors).toEqual([]);
  return (data?.['list'] as { items: { id: string }[] }).items.map(({ id }) => id);
};
const numberOf = (type: string): string => String(rig.api.model.models[type]?.number);
const LIST = '{ list: listProjects { items { id } } }';
const kindsOf = (items: readonly Dumped[], tenant: string): string[] =>
  [...new Set(itemsOf(items, tenant).map(({ key }) => (key.split('#')[2] ?? '').split(' ')[0] ?? ''))].sort();

/** Sends writes of every kind as a user of a tenant. */
async function writeAs(user: string): Promise<void> {
  for (const mutation of [
    'createProject(input: { id: "p", name: "Written" }) { id }',
    'createTask(input: { id: "a", title: "One", projectId: "p" }) { id }',
    'createTask(input: { id: "b", title: "Two", projectId: "p" }) { id }',
    'updateTask(input: { id: "a", title: "Three" }) { id }',
    'deleteTask(input: { id: "b" }) { id }',
  ])
    expect((await rig.api.ask(user, `mutation { ${mutation} }`)).errors).toEqual([]);
}

test('a silo tenant has all its items in its own table, and a pool tenant has none in a silo', async () => {
  for (const user of ['alice', 'carol']) await writeAs(user);
  for (const tenant of ['acme', 'globex'])
    await (await rig.store(tenant)).transact([{ op: 'advance', name: 'numbers', from: 0, to: 1 }]);
  const items = await dump(rig.api);
  expect(placesOf(items, 'acme')).toEqual([null]);
  expect(placesOf(items, 'globex')).toEqual(['globex']);
  expect(inSilos(items)).toEqual(itemsOf(items, 'globex'));
  expect(kindsOf(items, 'globex')).toEqual(kindsOf(items, 'acme'));
  expect(kindsOf(items, 'globex')).toEqual(
    expect.arrayContaining(['AUDIT', 'COUNT', 'SEQ', ...['Project', 'Task'].map(numberOf)]),
  );
});

test("when a tenant's record names the other table, requests use that table after five seconds", async () => {
  expect(idsIn(await rig.api.ask('alice', LIST))).toContain('acme-anvil');
  await rig.api.register.changeTenant('acme', { isolation: 'SILO' });
  rig.pass(rig.now() + 5_001);
  expect(idsIn(await rig.api.ask('alice', LIST))).toEqual([]);
  await writeAs('alice');
  expect(idsIn(await rig.api.ask('alice', LIST))).toEqual(['p']);
  await rig.api.register.changeTenant('acme', { isolation: 'POOL' });
  rig.pass(rig.now() + 5_001);
  const pooled = idsIn(await rig.api.ask('alice', LIST));
  expect(pooled).toContain('acme-anvil');
  expect(pooled).not.toContain('p');
});

test('a missing silo table is an internal error that the log names and the client does not see', async () => {
  await rig.api.register.putTenant({ id: 'initech', isolation: 'SILO' });
  const { sub = '' } = rig.api.cognito.user('sam') ?? {};
  await rig.api.register.putMembership({ tenantId: 'initech', userId: sub, roles: ['ADMIN'] });
  const answer = await rig.api.ask('sam', LIST, {}, 'initech');
  expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['INTERNAL']);
  expect(JSON.stringify(answer.errors)).not.toMatch(/silo|table/i);
  expect(rig.api.log).toContainEqual(
    expect.objectContaining({
      level: 'error',
      tenantId: 'initech',
      error: 'NoTable',
      reason: expect.stringMatching(/^There is no table ".*-silo-initech"\.$/) as string,
    }),
  );
});

test('a tenant record without an isolation field means the pool for every reader', async () => {
  const { dynamo, control: table } = rig.api.tables;
  const send = dynamoSend({ ...dynamo, table });
  for (const Key of [
    { pk: 'TENANT#acme', sk: 'META' },
    { pk: 'TENANTS#1', sk: 'acme' },
  ])
    await send({
      name: 'UpdateItem',
      input: { Key, UpdateExpression: 'REMOVE #i', ExpressionAttributeNames: { '#i': 'isolation' } },
    });
  expect(await rig.api.control.get('tenant', { id: 'acme' })).toMatchObject({ isolation: 'POOL' });
  const operators = await rig.api.askOperator(
    'opal',
    '{ tenant(id: "acme") { isolation } tenants { items { id isolation } } }',
  );
  expect(operators).toMatchObject({
    errors: [],
    data: {
      tenant: { isolation: 'POOL' },
      tenants: {
        items: [
          { id: 'acme', isolation: 'POOL' },
          { id: 'globex', isolation: 'SILO' },
        ],
      },
    },
  });
  expect(idsIn(await rig.api.ask('alice', LIST))).toContain('acme-anvil');
});

test('an archive of a silo tenant can be imported into the pool after the tenant is purged', async () => {
  const behind = openBehind(rig.api);
  const before = await dump(rig.api);
  const { id: jobId } = await rig.requestExport('globex');
  await rig.work();
  await rig.requestPurge('globex', 'keepArchives: true');
  await rig.work();
  const archive = { export: { tenantId: 'globex', jobId } };
  const job = await rig.requestImport({ archive, name: 'Globex again', plan: 'team' });
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
  await behind.changes();
  const after = await dump(rig.api);
  expect(contentOf(after, job.tenantId)).toEqual(contentOf(before, 'globex'));
  expect(contentOf(after, job.tenantId).length).toBeGreaterThan(0);
  expect(placesOf(after, job.tenantId)).toEqual([null]);
});

test('a purge deletes everything in the silo table and changes no other tenant', async () => {
  await writeAs('carol');
  const before = await dump(rig.api);
  expect(inSilos(before)).not.toEqual([]);
  await rig.requestPurge('globex');
  await rig.work();
  const after = await dump(rig.api);
  expect(inSilos(after)).toEqual([]);
  expect(naming(after, 'globex').map(({ key }) => key)).toEqual([
    'control TENANT#globex META',
    'control TENANTS#14 globex',
  ]);
  expect(itemsOf(after, 'acme')).toEqual(itemsOf(before, 'acme'));
});

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { LEASE } from '../../src/platform/jobs/run-job.ts';
import { runJob } from '../../src/platform/index.ts';
import { fleetPlace } from '../../src/store/dynamo/control/usage.ts';
import type { Answer } from '../api.ts';
import { dump, naming, type Dumped } from './dump.ts';
import { contentOf, field, openJobRig, type JobRig } from './job-rig.ts';
import { subscribe } from './subscribed.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import { sweepLater } from '../shared/sweep.ts';
import { partitionOf } from '../shared/partition-of.ts';

let rig: JobRig;
let behind: Behind;
beforeEach(async () => {
  rig = await openJobRig();
  behind = openBehind(rig.api);
});
afterEach(() => rig.api.close());

const codesOf = ({ errors }: { readonly errors: readonly { readonly extensions: object }[] }): unknown[] =>
  errors.map(({ extensions }) => (extensions as { code?: unknown }).code);
const of = (items: readonly Dumped[], tenant: string): readonly Dumped[] =>
  items.filter(({ key }) => new RegExp(`[# ]${tenant}([# ]|$)`).test(key));
const exportOf = async (tenantId: string): Promise<{ tenantId: string; jobId: string }> => {
  const { id: jobId } = await rig.requestExport(tenantId);
  await rig.work();
  return { tenantId, jobId };
};

/** Makes answers that are kept under an idempotency key: by the side of rows and of records, and of an operator. */
async function askWithKeys(): Promise<void> {
  const { api } = rig;
  const headers = { 'idempotency-key': 'k' };
  const token = await api.token('alice');
  const invited =
    'inviteMember(tenantId: "acme", input: { email: "k@acme.test", roles: ["MEMBER"] }) { token }';
  const answers = [
    await api.askAs(
      token,
      'mutation { createRole(input: { name: "KEYED", permissions: ["*:read"] }) { name } }',
      {},
      headers,
    ),
    await api.askAs(token, 'mutation { createProject(input: { name: "Keyed" }) { id } }', {}, headers),
    await api.askOperatorAs(await api.operatorToken('opal'), `mutation { ${invited} }`, {}, headers),
  ];
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
}

test('an import restores an export in a new tenant after the old tenant is purged', async () => {
  const store = await rig.store('acme');
  await store.transact([{ op: 'advance', name: 'number of "tasks" #$', from: 0, to: 41 }]);
  await behind.changes();
  const before = await dump(rig.api);
  const archive = await exportOf('acme');
  expect(await rig.job({ tenantId: 'acme', id: archive.jobId })).toMatchObject({
    status: 'DONE',
    progress: 1,
  });
  await rig.requestPurge('acme', 'keepArchives: true');
  await rig.work();
  const job = await rig.requestImport({ archive: { export: archive }, name: 'Acme again', plan: 'team' });
  expect(await rig.api.control.get('tenant', { id: job.tenantId })).toMatchObject({ status: 'PROVISIONING' });
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE', progress: 1, error: null });
  await behind.changes();
  const after = await dump(rig.api);
  expect(contentOf(after, job.tenantId)).toEqual(contentOf(before, 'acme'));
  expect(contentOf(after, job.tenantId).length).toBeGreaterThan(20);
  expect(await (await rig.store(job.tenantId)).sequence('number of "tasks" #$')).toBe(41);
  expect(await rig.api.control.get('tenant', { id: job.tenantId })).toMatchObject({
    status: 'ACTIVE',
    plan: 'team',
    seats: 0,
  });
  expect(of(after, 'globex')).toEqual(of(before, 'globex'));
});

test('a purge deletes all items, users and archives of a tenant except its tombstone, and nothing of another tenant', async () => {
  const { control, cognito, platform } = rig.api;
  await exportOf('acme');
  await control.transact((transaction) => {
    const times = { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' };
    const ids = { tenantId: 'acme', id: randomUUID() };
    transaction.add('invitation', {
      ...ids,
      ...times,
      email: 'eve@example.test',
      roles: [],
      tokenHash: 'f00d',
      status: 'PENDING',
      invitedBy: 'alice',
    });
    transaction.add('apiKey', {
      ...ids,
      ...times,
      name: 'k',
      secretHash: 'beef',
      roles: ['ADMIN'],
      scopes: null,
      createdBy: 'alice',
      revokedAt: null,
      lastUsedAt: null,
      replacedBy: null,
      impersonation: null,
    });
    transaction.add('request', { id: 'r', tenantId: 'acme', inputHash: 'h' });
    return Promise.resolve();
  });
  // The other kinds of records that the control table has about a tenant.
  for (const [pk, sk] of [
    ['USAGE#acme', 'DAY#2026-11-24'],
    fleetPlace('2026-11-24', 'acme'),
    ['LIMIT#acme', 'BUCKETS'],
  ] as const)
    await rig.api.jobParts.controlSend({ name: 'PutItem', input: { Item: { pk, sk } } });
  await askWithKeys();
  for (const tenant of ['acme', 'globex']) await subscribe(rig.api.jobParts, tenant, () => rig.now());
  const ada = (await platform.identities.find('alice'))?.userId ?? '';
  const before = await dump(rig.api);

  const job = await rig.requestPurge('acme');
  await rig.work();

  const after = await dump(rig.api);
  expect(naming(after, 'acme').map(({ key }) => key)).toEqual([
    'control TENANT#acme META',
    'control TENANTS#1 acme',
  ]);
  const answers = ({ key }: { readonly key: string }): boolean => /ANSWER|REQUEST/.test(key);
  expect([before.filter(answers).length, after.filter(answers)]).toEqual([6, []]);
  expect(naming(after, ada)).toEqual([]);
  expect(of(after, 'globex')).toEqual(of(before, 'globex'));
  // Sam belongs to globex too.
  expect(await platform.identities.find('alice')).toBeNull();
  expect(await platform.identities.find('sam')).not.toBeNull();
  // Sam is left with one tenant. A session from before does not move there by itself.
  const { accessToken } = await cognito.issueTokens('sam');
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as object;
  expect(claims).toMatchObject({
    'custom:tenants': 'globex',
    'custom:signedInAfter': expect.stringMatching(/^20/) as string,
  });
  expect(await (await rig.archives('acme')).list('')).toEqual([]);
  expect(await rig.job(job)).toBeNull();
  const query = '{ tenant(id: "acme") { status certificate } }';
  const { status, certificate } = field(await rig.api.askOperator('sid', query)) as Record<string, string>;
  expect(status).toBe('DELETED');
  expect(JSON.parse(certificate ?? '')).toMatchObject({
    tenantId: 'acme',
    remaining: 0,
    deleted: {
      'rows of Task': expect.any(Number) as number,
      'apiKey records': 1,
      'invitation records': 2,
      connections: 2,
      'operations of connections': 2,
      subscriptions: 2,
      'events for clients that connect again': 1,
      'counters of connections': expect.any(Number) as number,
    },
    verified: expect.arrayContaining([
      'rows of Task',
      'unique values',
      'sequences',
      'events of the audit',
      'connections',
      'subscriptions',
    ]) as string[],
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(certificate).not.toContain('alice');
});

test('a purge deletes rows of a type that the schema no longer has', async () => {
  await rig.api.control.transact(async (transaction) => {
    const { numbers } = (await transaction.get('types', {})) ?? {};
    transaction.put('types', { numbers: { ...numbers, Gone: 99 } });
  });
  const Item = { __pk: 'T#acme#99', __sk: 'x#', id: 'x' };
  await rig.api.direct({ name: 'PutItem', input: { Item } });
  await rig.requestPurge('acme');
  await rig.work();
  expect(naming(await dump(rig.api), 'acme')).toHaveLength(2);
});

test('a purge waits until earlier requests have ended before it deletes rows', async () => {
  const { tenantId, id } = await rig.requestPurge('acme');
  const outcome = await runJob(rig.api.jobParts, tenantId, id, { until: Infinity });
  expect(outcome).toEqual({ is: 'LATER', at: rig.now() + 35_000 });
  expect(naming(await dump(rig.api), partitionOf('acme', 'Task', rig.api.model)).length).toBeGreaterThan(0);
  expect(await runJob(rig.api.jobParts, tenantId, id, { until: Infinity })).toEqual(outcome);
  await rig.work();
  expect(naming(await dump(rig.api), 'acme')).toHaveLength(2);
});

test('only one of three concurrent runs gets the lease of a job, and the others retry when it expires', async () => {
  const { tenantId, id } = await rig.requestExport('acme');
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => runJob(rig.api.jobParts, tenantId, id, { until: Infinity })),
  );
  expect(outcomes.filter(({ is }) => is === 'DONE')).toHaveLength(1);
  for (const outcome of outcomes)
    expect(outcome).toEqual(outcome.is === 'DONE' ? { is: 'DONE' } : { is: 'LATER', at: rig.now() + LEASE });
});

test('a job runs step by step, and its progress grows to 1', async () => {
  const job = await rig.requestExport('acme');
  const seen: (number | null)[] = [];
  for (let is = ''; is !== 'DONE';) {
    ({ is } = await runJob(rig.api.jobParts, job.tenantId, job.id, { until: 0 }));
    seen.push((await rig.job(job)).progress);
  }
  expect(seen.length).toBeGreaterThan(5);
  expect(seen).toEqual([...seen].sort());
  expect(seen.at(-1)).toBe(1);
  expect(new Set(seen).size).toBeGreaterThan(3);
});

test('an administrator reads exports of their own tenant only, also while the tenant is being closed', async () => {
  const { api } = rig;
  const request = 'mutation { requestExport { id kind status } }';
  const { id } = field(await api.ask('alice', request)) as { id: string };
  expect(field(await api.ask('alice', request))).toMatchObject({ id, kind: 'EXPORT', status: 'WAITING' });
  await rig.work();
  const files = 'query ($id: ID!) { exportFiles(jobId: $id) }';
  const part = 'query ($id: ID!, $name: String!) { exportPart(jobId: $id, name: $name) }';
  const names = field(await api.ask('alice', files, { id })) as string[];
  expect(names).toEqual(
    expect.arrayContaining(['manifest.json', 'rows/Task/1.ndjson.gz', 'members/1.ndjson.gz']),
  );
  for (const name of names)
    expect(field(await api.ask('alice', part, { id, name }))).toEqual(expect.stringMatching(/^[\w+/=]+$/));

  // A member who may not export may not read an export. Another tenant's export looks like a missing one.
  expect(codesOf(await api.ask('bob', request))).toEqual(['FORBIDDEN']);
  expect(codesOf(await api.ask('bob', part, { id, name: 'manifest.json' }))).toEqual(['FORBIDDEN']);
  const job = 'query ($id: ID!) { job(id: $id) { id } }';
  for (const other of [id, randomUUID(), 'x', '', `${id}#`, '../acme', 'é'.repeat(3000)]) {
    expect(await api.ask('carol', job, { id: other })).toMatchObject({ errors: [], data: { job: null } });
    expect(await api.ask('carol', files, { id: other })).toMatchObject({
      errors: [],
      data: { exportFiles: null },
    });
    const variables = { id: other, name: 'manifest.json' };
    expect(await api.ask('carol', part, variables)).toMatchObject({ errors: [], data: { exportPart: null } });
  }
  for (const name of ['../../globex/x', 'rows/../manifest.json', '/etc/passwd', 'rows/Task/0.ndjson.gz', ''])
    expect(field(await api.ask('alice', part, { id, name }))).toBeNull();

  await rig.operate('mutation { offboardTenant(id: "acme", reason: "It ends.") { id } }');
  rig.pass(rig.now() + 6_000);
  const late = field(await api.ask('alice', request)) as { id: string };
  await rig.work();
  expect(field(await api.ask('alice', files, { id: late.id }))).toEqual(names);
});

test('a token of a tenant cannot use the fields of operators, and SUPPORT reads jobs but no archive', async () => {
  const { api } = rig;
  for (const mutation of ['purgeTenant(id: "acme") { id }', 'exportTenant(id: "acme") { id }'])
    expect(codesOf(await api.ask('olga', `mutation { ${mutation} }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  const archive = await exportOf('acme');
  expect(field(await api.askOperator('sid', '{ jobs(tenantId: "acme") { items { kind } } }'))).toMatchObject({
    items: [{ kind: 'EXPORT' }],
  });
  const query = `{ archivePart(tenantId: "acme", jobId: "${archive.jobId}", name: "manifest.json") }`;
  expect(codesOf(await api.askOperator('sid', query))).toEqual(['FORBIDDEN']);
  expect(
    codesOf(await api.askOperator('sid', 'mutation { purgeTenant(id: "acme", now: true) { id } }')),
  ).toEqual(['FORBIDDEN']);
});

test('a purge is refused until the tenant is off-boarded and its days of grace are over', async () => {
  const purge = 'mutation ($now: Boolean!) { purgeTenant(id: "acme", now: $now) { id status } }';
  expect(codesOf(await rig.api.askOperator('opal', purge, { now: true }))).toEqual(['CONDITION_FAILED']);
  await rig.operate('mutation { offboardTenant(id: "acme", graceDays: 1, reason: "It ends.") { id } }');
  expect(codesOf(await rig.api.askOperator('opal', purge, { now: false }))).toEqual(['CONDITION_FAILED']);
  rig.pass(rig.now() + 25 * 60 * 60 * 1000);
  const { id } = await rig.operate(purge, { now: false });
  expect((await rig.operate(purge, { now: false })).id).toBe(id);
  await rig.work();
  for (const mutation of ['purgeTenant(id: "acme", now: true)', 'exportTenant(id: "acme")'])
    expect(codesOf(await rig.api.askOperator('opal', `mutation { ${mutation} { id } }`))).toEqual([
      'CONDITION_FAILED',
    ]);
});

test('a purge ends other jobs of the tenant', async () => {
  const exporting = await rig.requestExport('acme');
  await runJob(rig.api.jobParts, 'acme', exporting.id, { until: 0 });
  await rig.requestPurge('acme');
  expect(await rig.job(exporting)).toMatchObject({ status: 'FAILED', error: 'The tenant is purged.' });
  await rig.work();
  expect(naming(await dump(rig.api), 'acme')).toHaveLength(2);
});

test('an operator sends a file of an archive of up to 4 MB', async () => {
  const upload =
    'mutation ($u: ID!, $b: String!) { uploadArchivePart(uploadId: $u, name: "rows/Task/1.ndjson.gz", base64: $b) }';
  const send = (bytes: number): Promise<Answer> =>
    rig.api.askOperator('opal', upload, { u: randomUUID(), b: Buffer.alloc(bytes).toString('base64') });
  expect(field(await send(4_000_000))).toBe(true);
  expect(codesOf(await send(4_000_001))).toEqual(['INVALID_ARGUMENTS']);
});

test('an uploaded archive is imported if it is whole, and refused with the reason if not', async () => {
  const { api } = rig;
  const { jobId } = await exportOf('acme');
  const names = field(
    await api.askOperator('opal', `{ archiveFiles(tenantId: "acme", jobId: "${jobId}") }`),
  ) as string[];
  const fetchPart = async (name: string): Promise<string> => {
    const query =
      'query ($id: ID!, $name: String!) { archivePart(tenantId: "acme", jobId: $id, name: $name) }';
    return field(await api.askOperator('opal', query, { id: jobId, name })) as string;
  };
  const upload =
    'mutation ($u: ID!, $n: String!, $b: String!) { uploadArchivePart(uploadId: $u, name: $n, base64: $b) }';
  const send = async (uploadId: string, left: (name: string) => boolean): Promise<void> => {
    for (const name of names.filter(left)) {
      const variables = { u: uploadId, n: name, b: await fetchPart(name) };
      expect(field(await api.askOperator('opal', upload, variables))).toBe(true);
    }
  };
  const whole = randomUUID();
  await send(whole, () => true);
  const job = await rig.requestImport({ archive: { uploadId: whole }, name: 'Sent' });
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE' });
  await behind.changes();
  expect(contentOf(await dump(api), job.tenantId)).toEqual(contentOf(await dump(api), 'acme'));
  expect(await api.jobParts.platform.archives.uploads.list('')).toEqual([]);

  const lacking = randomUUID();
  await send(lacking, (name) => !name.includes('rows/Task'));
  const lame = await rig.requestImport({ archive: { uploadId: lacking }, name: 'Sent' });
  await rig.work();
  expect(await rig.job(lame)).toMatchObject({
    status: 'FAILED',
    error: 'The archive lacks the file "rows/Task/1.ndjson.gz".',
  });
  const other = { u: lacking, n: 'rows/Task/1.ndjson.gz', b: await fetchPart('rows/Person/1.ndjson.gz') };
  field(await api.askOperator('opal', upload, other));
  const changed = await rig.requestImport({ archive: { uploadId: lacking }, name: 'Sent' });
  await rig.work();
  expect((await rig.job(changed)).error).toBe(
    'The archive has a file "rows/Task/1.ndjson.gz" that was changed.',
  );

  for (const variables of [
    { u: '../acme', n: 'manifest.json', b: 'aaaa' },
    { u: whole, n: '../manifest.json', b: 'aaaa' },
    { u: whole, n: 'rows/Task/1.ndjson.gz/..', b: 'aaaa' },
    { u: whole, n: 'manifest.json', b: '' },
  ])
    expect(codesOf(await api.askOperator('opal', upload, variables))).toEqual(['INVALID_ARGUMENTS']);
  const manifest = { u: whole, n: 'manifest.json', b: Buffer.from('{"format":"zip"}').toString('base64') };
  field(await api.askOperator('opal', upload, manifest));
  const strange = 'mutation ($u: ID!) { importTenant(input: { archive: { uploadId: $u } }) { id } }';
  expect(codesOf(await api.askOperator('opal', strange, { u: whole }))).toEqual(['VALIDATION_FAILED']);
  expect(codesOf(await api.askOperator('opal', strange, { u: '../acme' }))).toEqual(['NOT_FOUND']);
});

test('an import into a tenant restores its lost rows, and is refused if a row has changed', async () => {
  const before = contentOf(await dump(rig.api), 'acme');
  const archive = await exportOf('acme');
  const { data } = await rig.api.ask('alice', '{ listTasks(limit: 1) { items { id } } }');
  const { id } = (data?.['listTasks'] as { items: { id: string }[] }).items[0] ?? { id: '' };
  field(await rig.api.ask('alice', 'mutation ($id: ID!) { deleteTask(input: { id: $id }) { id } }', { id }));
  const lost = contentOf(await dump(rig.api), 'acme');
  expect(lost).not.toEqual(before);
  const restored = await rig.requestImport({ archive: { export: archive }, into: 'acme' });
  await rig.work();
  expect(await rig.job(restored)).toMatchObject({ status: 'DONE' });
  // The restored row keeps what refers to it, though the delete has still to look for it.
  await sweepLater(rig.api);
  await behind.changes();
  expect(contentOf(await dump(rig.api), 'acme')).toEqual(before);

  field(await rig.api.ask('alice', `mutation { updateTask(input: { id: "${id}", title: "New" }) { id } }`));
  const refused = await rig.requestImport({ archive: { export: archive }, into: 'acme' });
  await rig.work();
  expect(await rig.job(refused)).toMatchObject({
    status: 'FAILED',
    error: 'A Task of the archive is there already, with other content.',
  });
});

test('only three functions of keys.ts make partitions of a tenant', () => {
  const source = readFileSync('src/store/dynamo/keys/keys.ts', 'utf8');
  const makers = [...source.matchAll(/\n(?:export )?function (\w+)[\s\S]*?\n}\n/g)]
    .filter(([text]) => /[^\w]partition\(tenant,/.test(text))
    .map(([, name]) => name);
  expect(makers).toEqual(['typePartition', 'systemPartition', 'indexPartition']);
});

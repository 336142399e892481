import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { tampered, unsigned } from '../e2e/forge.ts';
import { partitionKeys } from '../golden/partition-keys.ts';
import { dump } from './dump.ts';
import { codes, CREATE, keysOf, messages, withDefaults } from './keys.ts';
import { enterprise } from './plans-for-tests.ts';
import { workOn } from './work.ts';

// The catalogue of attacks on tenant isolation, one claim for each line, at the level of the platform. test/isolation
// is generated from the schema and tries the same on every type. Two lines wait for their features:
// 11 (events of a subscription) for subscriptions, 12 (files under the prefix of another tenant) for files.

const WHERE = '{ tenant { id } }';

let ahead = 0;
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => Date.now() + ahead });
});
afterAll(() => api.close());
beforeEach(() => {
  ahead = 0;
});

const { makeKey } = keysOf(() => api);

/** Returns an answer as text in which the requested id is replaced. */
const withoutId = (answer: Answer, id: string): string =>
  JSON.stringify([answer.status, answer.data, answer.errors])
    .replaceAll(id, '<id>')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>');

/** Returns the partitions of other tenants that a request named in calls of the data table. */
const outside = ({ calls }: Answer, tenant: string): string[] =>
  calls
    .flatMap(({ command }) => partitionKeys(command))
    .filter((partition) => !partition.startsWith(`T#${tenant}#`));

async function member(tenantId: string, username: string, roles = ['ADMIN']): Promise<string> {
  const { sub } = await api.cognito.putUser({
    username,
    email: `${username}@x.test`,
    password: 'Secret-2026!',
  });
  await api.register.putMembership({ tenantId, userId: sub, username, roles });
  return sub;
}

test.each([
  ['getTask', (id: string) => `{ getTask(id: "${id}") { id title } }`],
  ['updateTask', (id: string) => `mutation { updateTask(input: { id: "${id}", title: "x" }) { id } }`],
  ['deleteTask', (id: string) => `mutation { deleteTask(input: { id: "${id}" }) { id } }`],
  ['createTask', (id: string) => `mutation { createTask(input: { projectId: "${id}", title: "x" }) { id } }`],
  ['closeProject', (id: string) => `mutation { closeProject(id: "${id}") { id } }`],
  ['removeMember', (id: string) => `mutation { removeMember(userId: "${id}") { userId } }`],
  ['revokeApiKey', (id: string) => `mutation { revokeApiKey(id: "${id}") { id } }`],
  ['revokeInvitation', (id: string) => `mutation { revokeInvitation(id: "${id}") { id } }`],
  ['job', (id: string) => `{ job(id: "${id}") { id } }`],
])(
  '1, 16: %s returns the same and makes the same calls for an id of another tenant as for a missing id',
  async (field, query) => {
    const foreign = await foreignId(field);
    const missing = foreign.replace(/[0-9a-z]{3}$/, (end) => (end === '000' ? '111' : '000'));
    const [one, other] = [await api.ask('alice', query(foreign)), await api.ask('alice', query(missing))];
    expect(withoutId(one, foreign)).toBe(withoutId(other, missing));
    expect(one.calls.map(({ command }) => command.name)).toEqual(
      other.calls.map(({ command }) => command.name),
    );
    expect([outside(one, 'acme'), outside(other, 'acme')]).toEqual([[], []]);
    if (field !== 'getTask' && field !== 'job') expect(codes(one)).not.toEqual([]);
  },
);

async function foreignId(field: string): Promise<string> {
  switch (field) {
    case 'closeProject':
    case 'createTask':
      return 'globex-dam';
    case 'removeMember':
      return api.cognito.user('dave')?.sub ?? '';
    case 'revokeApiKey':
      return (await makeKey({}, 'carol')).id;
    case 'revokeInvitation': {
      const INVITE =
        'mutation { inviteMember(input: { email: "new@globex.test", roles: ["MEMBER"] }) { invitation { id } } }';
      const { data } = await api.ask('carol', INVITE);
      return (data?.['inviteMember'] as { invitation: { id: string } }).invitation.id;
    }
    case 'job': {
      const { data } = await api.ask('carol', 'mutation { requestExport { id } }');
      return (data?.['requestExport'] as { id: string }).id;
    }
    default:
      return 'globex-task-1';
  }
}

test('2: a row cannot refer to a row of another tenant, and a relation leads to no such row', async () => {
  const link =
    'mutation { updateTask(input: { id: "acme-task-2", assigneeId: "carol" }) { assignee { id } } }';
  expect(codes(await api.ask('alice', link))).toEqual(['DANGLING_REFERENCE']);
  const label = 'mutation { createTaskLabel(input: { taskId: "acme-task-2", labelId: "safety" }) { id } }';
  expect((await api.ask('alice', label)).errors).not.toEqual([]);
  // A row with the same id in each tenant leads to its own.
  const people = (user: string, id: string) =>
    api.ask(
      user,
      `{ getPerson(id: "sam") { tasks { items { id } } } getTask(id: "${id}") { project { id } } }`,
    );
  expect(JSON.stringify((await people('alice', 'acme-task-3')).data)).not.toContain('globex');
  expect(JSON.stringify((await people('carol', 'globex-task-1')).data)).not.toContain('acme');
});

test('3: lists of rows and of the platform refuse a nextToken that is changed or from another tenant', async () => {
  await makeKey({}, 'carol');
  await makeKey({}, 'carol');
  const pages = {
    listTasks: 'query ($t: String) { listTasks(limit: 1, nextToken: $t) { nextToken } }',
    members: 'query ($t: String) { members(limit: 1, nextToken: $t) { nextToken } }',
    apiKeys: 'query ($t: String) { apiKeys(limit: 1, nextToken: $t) { nextToken } }',
  };
  for (const [field, query] of Object.entries(pages)) {
    const first = (await api.ask('carol', query)).data?.[field] as { nextToken: string };
    const t = first.nextToken;
    const flipped = `${t.slice(0, 12)}${t[12] === 'A' ? 'B' : 'A'}${t.slice(13)}`;
    expect([field, codes(await api.ask('alice', query, { t }))]).toEqual([field, ['INVALID_CURSOR']]);
    expect([field, codes(await api.ask('carol', query, { t: flipped }))]).toEqual([
      field,
      ['INVALID_CURSOR'],
    ]);
  }
});

test('4: a key of another tenant in a filter, an index argument or an id leads to no row of that tenant', async () => {
  for (const value of [
    'T#globex#Task',
    '../T#globex#',
    '#',
    'acme#Task',
    'globex-dam',
    'globex',
    '%23',
    '\\u0000',
  ])
    for (const query of [
      `{ listTasks(filter: { projectId: { eq: "${value}" } }) { items { id } } }`,
      `{ listTasks(filter: { id: { beginsWith: "${value}" } }) { items { id } } }`,
      `{ tasksByProject(projectId: "${value}") { items { id } } }`,
      `{ getTask(id: "${value}") { id } }`,
    ]) {
      const answer = await api.ask('alice', query);
      expect(outside(answer, 'acme')).toEqual([]);
      expect(JSON.stringify(answer.data)).not.toMatch(/"id":"globex/);
    }
});

test.each([
  '*',
  '',
  'T#acme',
  'acme#',
  'ACME',
  'acmé',
  'acme ',
  ' acme',
  'аcme',
  'a'.repeat(300),
  '__proto__',
])('5: the gate refuses the tenant id "%s" even if a membership has that tenant id', async (tenantId) => {
  const username = `odd-${Buffer.from(tenantId).toString('hex').slice(0, 40)}`;
  await member(tenantId, username);
  const answer = await api.ask(username, '{ listTasks { items { id } } }');
  expect([answer.status, answer.data, codes(answer)]).toEqual([401, null, ['UNAUTHENTICATED']]);
});

test('6: the gate refuses a token with a forged claim, with another key or use, or without a signature', async () => {
  const token = await api.token('alice');
  const { idToken } = await api.cognito.issueTokens('alice');
  const [head = '', body = '', signature = ''] = token.split('.');
  const otherHead = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'another' })).toString('base64url');
  for (const forged of [
    tampered(token, { 'custom:tenantId': 'globex' }),
    tampered(token, { 'cognito:groups': ['OWNER'] }),
    tampered(token, { exp: 9_999_999_999 }),
    unsigned(token),
    idToken,
    `${otherHead}.${body}.${signature}`,
    `${head}.${body}.`,
  ])
    expect((await api.askAs(forged, WHERE)).status).toBe(401);
});

test('7: a header that names another tenant never moves a token or a key there', async () => {
  for (const credential of [await api.token('alice'), (await makeKey()).text])
    for (const header of ['acme', 'globex', 'acme']) {
      const result = await api.handle({
        headers: {
          authorization: `Bearer ${credential}`,
          'content-type': 'application/json',
          'x-tenant-id': header,
          'x-tenant': header,
          host: `${header}.example.test`,
        },
        body: JSON.stringify({ query: WHERE }),
      });
      if (header === 'acme') expect(JSON.parse(result.body)).toEqual({ data: { tenant: { id: 'acme' } } });
      else expect(result.body).toContain('"code":"TENANT_MISMATCH"');
    }
});

test('8: an ADMIN cannot make an OWNER, the last owner cannot leave, and a key cannot make a wider key', async () => {
  const bob = api.cognito.user('bob')?.sub ?? '';
  const promote = `mutation { setMemberRoles(userId: "${bob}", roles: ["OWNER"]) { roles } }`;
  expect(codes(await api.ask('alice', promote))).toEqual(['FORBIDDEN']);
  expect(codes(await api.ask('olga', 'mutation { leaveTenant { userId } }'))).toEqual(['LAST_OWNER']);
  const { text } = await makeKey({ scopes: ['TenantApiKey:create', 'Task:read'] });
  expect(codes(await api.askAs(text, CREATE, withDefaults({ scopes: ['Task:*'] })))).toEqual(['FORBIDDEN']);
});

test('9: a token and a key follow the state of their tenant within five seconds', async () => {
  await api.register.putTenant({ id: 'brief' });
  await member('brief', 'bea', ['OWNER']);
  const { text } = await makeKey({}, 'bea');
  const credentials = [await api.token('bea'), text];
  const operate = async (query: string): Promise<void> => {
    expect((await api.askOperator('opal', query)).errors).toEqual([]);
    ahead += 5000;
  };
  const seen = async (query: string) =>
    Promise.all(
      credentials.map(async (credential) => codes(await api.askAs(credential, query))[0] ?? 'fine'),
    );
  const write = 'mutation { createProject(input: { name: "Some project" }) { id } }';
  expect(await seen(WHERE)).toEqual(['fine', 'fine']);
  await operate('mutation { suspendTenant(id: "brief", mode: BLOCKED, reason: "x") { id } }');
  expect(await seen(WHERE)).toEqual(['TENANT_SUSPENDED', 'TENANT_SUSPENDED']);
  await operate('mutation { suspendTenant(id: "brief", mode: READ_ONLY, reason: "x") { id } }');
  expect([await seen(WHERE), await seen(write)]).toEqual([
    ['fine', 'fine'],
    ['READ_ONLY', 'READ_ONLY'],
  ]);
  await operate('mutation { resumeTenant(id: "brief") { id } }');
  expect(await seen(write)).toEqual(['fine', 'fine']);
  await operate('mutation { offboardTenant(id: "brief", reason: "x") { id } }');
  expect(await seen(write)).toEqual(['READ_ONLY', 'READ_ONLY']);
  await api.register.setTenantStatus('brief', 'DELETED');
  ahead += 5000;
  expect(await seen(WHERE)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});

test('10: concurrent requests of two tenants in one process each read only their own rows', async () => {
  const keys = { acme: (await makeKey()).text, globex: (await makeKey({}, 'carol')).text };
  const tokens = { acme: await api.token('sam', 'acme'), globex: await api.token('sam', 'globex') };
  const query =
    '{ tenant { id } listTasks { items { id project { id } } } getPerson(id: "sam") { tasks { items { id } } } }';
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const tenant = n % 2 === 0 ? 'acme' : 'globex';
      const { data } = await api.askAs((n % 4 < 2 ? keys : tokens)[tenant], query);
      return { tenant, data };
    }),
  );
  for (const { tenant, data } of answers) {
    expect(data?.['tenant']).toEqual({ id: tenant });
    expect(JSON.stringify(data)).not.toContain(tenant === 'acme' ? 'globex' : 'acme');
  }
});

test("13: reads, lists, batches and transactions name only partitions of the caller's tenant, and none is a scan", async () => {
  for (const query of [
    '{ listTasks { items { id comments { items { id } } labels { items { label { id } } } assignee { id } } } }',
    '{ listProjects { items { progress tasks { items { id } } } } tasksByStatus(status: TODO) { items { id } } }',
    'mutation { addTask(input: { projectId: "acme-rocket", title: "x" }) { id } }',
    'mutation { createTask(input: { id: "t-13", projectId: "acme-rocket", title: "x" }) { id } }',
    'mutation { updateTask(input: { id: "t-13", projectId: "acme-anvil" }) { id } }',
    'mutation { deleteTask(input: { id: "t-13" }) { id } }',
  ]) {
    const answer = await api.ask('alice', query);
    expect(answer.errors).toEqual([]);
    expect(answer.calls.length).toBeGreaterThan(0);
    expect(outside(answer, 'acme')).toEqual([]);
    expect(answer.calls.map(({ command }) => command.name).filter((name) => /scan/i.test(name))).toEqual([]);
  }
});

test("14: a resolver that ignores tenants and skips the rules reads only the rows of the caller's tenant", async () => {
  const seen: object[] = [];
  const own = await openTestApi({
    sdl: `
      type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String }
      extend type Query { notes: [Note] }
    `,
    resolvers: {
      Query: {
        notes: async (_root: never, _args: never, context: { store: { trusted: { Note: NoteTable } } }) => {
          seen.push(context);
          const { trusted } = context.store;
          const { rows } = await trusted.Note.list();
          return [...rows, await trusted.Note.get({ id: 'of-globex' })];
        },
      },
    } as never,
  });
  try {
    await own.ask('carol', 'mutation { createNote(input: { id: "of-globex", text: "secret" }) { id } }');
    await own.ask('alice', 'mutation { createNote(input: { id: "of-acme" }) { id } }');
    const { data } = await own.ask('alice', '{ notes { id } }');
    expect(data).toEqual({ notes: [{ id: 'of-acme' }, null] });
    // No client of DynamoDB, no control table and no function with a tenant as its argument.
    expect(seen.map((context) => Object.keys(context).sort())).toEqual([
      ['refuse', 'requestId', 'scope', 'store'],
    ]);
  } finally {
    await own.close();
  }
});

interface NoteTable {
  list(): Promise<{ rows: readonly object[] }>;
  get(key: object): Promise<object | null>;
}

test('15: no log and no answer contains a token, a key or a value, and no answer names another tenant', async () => {
  const { text } = await makeKey();
  const token = await api.token('alice');
  const answers = [
    await api.askAs(text, '{ nonsense }'),
    await api.askAs(`${text}x`, WHERE),
    await api.askAs(tampered(token, { sub: 'x' }), WHERE),
    await api.askAs(
      token,
      'mutation { createTask(input: { projectId: "nowhere", title: "a secret title" }) { id } }',
    ),
    await api.askAs(token, '{ __schema { types { name description fields { name description } } } }'),
    await api.ask(
      'bob',
      'mutation { inviteMember(input: { email: "someone@else.test", roles: ["ADMIN"] }) { token } }',
    ),
  ];
  const log = JSON.stringify(api.log);
  for (const secret of [text.slice(-43), token, 'a secret title', 'someone@else.test', 'alice@acme.test'])
    expect(log).not.toContain(secret);
  const shown = JSON.stringify(answers.map(({ data, errors }) => [data, errors]));
  for (const secret of [
    text.slice(-43),
    token,
    'secretHash',
    '__pk',
    'T#',
    'arn:aws',
    'DynamoDBClient',
    'globex',
  ])
    expect(shown).not.toContain(secret);
  expect(answers.flatMap(messages).join()).not.toMatch(/ at .*\.ts/);
});

test("17: one tenant's requests and throttling leave another tenant's limit untouched", async () => {
  const [plans, time] = [enterprise({ requestsPerSecond: 1, burstSeconds: 5 }), Date.now()];
  const own = await openTestApi({ limits: true, plans, now: () => time });
  try {
    const statuses = async (user: string, count: number) => {
      const answers = [];
      for (let n = 0; n < count; n += 1) answers.push((await own.ask(user, WHERE)).status);
      return answers;
    };
    expect(await statuses('alice', 8)).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(await statuses('carol', 6)).toEqual([200, 200, 200, 200, 200, 429]);
  } finally {
    await own.close();
  }
});

test('18: an export and a purge of one tenant change no item of another tenant', async () => {
  await api.register.putTenant({ id: 'globex-twin' });
  await member('globex-twin', 'tess', ['OWNER']);
  const { text } = await makeKey({}, 'tess');
  await api.askAs(text, 'mutation { createProject(input: { id: "globex-dam", name: "Same id" }) { id } }');
  // The usage of other tenants is counted meanwhile.
  const others = async () =>
    (await dump(api)).filter(
      ({ item, key }) =>
        !/^control (USAGE|FLEET)#/.test(key) && !`${key} ${JSON.stringify(item)}`.includes('globex-twin'),
    );
  const before = await others();
  for (const [mutation, status] of [
    ['exportTenant(id: "globex-twin")', 'WAITING'],
    ['offboardTenant(id: "globex-twin", reason: "x")', 'OFFBOARDING'],
    ['purgeTenant(id: "globex-twin", now: true)', 'WAITING'],
  ]) {
    const { data, errors } = await api.askOperator('opal', `mutation { made: ${mutation ?? ''} { status } }`);
    expect([errors, data]).toEqual([[], { made: { status } }]);
    await workOn(api, 'globex-twin', (until) => (ahead = Math.max(ahead, until - Date.now())));
  }
  expect((await api.control.get('tenant', { id: 'globex-twin' }))?.status).toBe('DELETED');
  expect((await api.askAs(text, WHERE)).data).toBeNull();
  expect(await others()).toEqual(before);
  expect(before.length).toBeGreaterThan(50);
});

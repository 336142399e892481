import { restRoutes, type Route } from '../../src/rest/index.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { tenantSchema } from '../../src/lambda/tenant-schema.ts';
import type { Send } from '../../src/store/index.ts';
import type { TenantRecord } from '../../src/tenant/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { eventsOf } from '../platform/events.ts';
import { keysOf } from '../platform/keys.ts';
import type { RestCall } from '../rest/rest-event.ts';
import { openRestRig, type Reply, type RestRig } from '../rest/rest-rig.ts';
import { restCallsOn, type TitledCall } from './rest-calls.ts';
import { sampleRows } from './sample-rows.ts';

let ahead = 0;
/** Writes that reached the table of rows. */
const writes: string[] = [];
const recorded =
  (send: Send): Send =>
  (command, options) => {
    if (/^(Put|Update|Delete|Transact)/.test(command.name)) writes.push(JSON.stringify(command));
    return send(command, options);
  };

let rig: RestRig;
let routes: readonly Route[];
beforeAll(async () => {
  rig = await openRestRig({ now: () => Date.now() + ahead, through: recorded });
  routes = restRoutes(
    rig.api.model,
    tenantSchema(rig.api.platform, await loadResolvers(FIXTURE.resolvers), false),
  );
});
afterAll(() => rig.api.close());
beforeEach(() => {
  ahead = 0;
  writes.length = 0;
});

const { makeKey } = keysOf(() => rig.api);
const get = (target: string): RestCall => ({ method: 'GET', target: `/v1${target}` });
const post = (target: string, body: object = {}): RestCall => ({
  method: 'POST',
  target: `/v1${target}`,
  body,
});
const patch = (target: string, body: object): RestCall => ({ method: 'PATCH', target: `/v1${target}`, body });
const remove = (target: string): RestCall => ({ method: 'DELETE', target: `/v1${target}` });
const withKey = (text: string, call: RestCall): Promise<Reply> => rig.rest({ authorization: text }, call);
const codeOf = ({ status, body }: Reply): unknown => [status, (body as { readonly code?: string }).code];

/** Returns a call of each route that is no read, with rows of acme. */
function writesOf(): TitledCall[] {
  const rows = sampleRows(rig.api.model, { tenant: 'acme', username: 'alice', group: 'ADMIN' }, 1);
  const [first = {}] = rows['Task'] ?? [];
  const seen = new Set<string>();
  return routes
    .filter(({ method, path }) => method !== 'GET' && !/export/.test(path))
    .flatMap((route) => restCallsOn([route], (route.type && rows[route.type.name]?.[0]) ?? first))
    .filter(({ title }) => !seen.has(title) && seen.add(title));
}

/** Writes that an ADMIN may make in the seeded tenant. */
const valid: readonly RestCall[] = [
  post('/labels', { name: 'new' }),
  { ...patch('/labels/urgent', { name: 'next' }), method: 'PUT' },
  patch('/labels/urgent', { name: 'next' }),
  remove('/labels/urgent'),
  post('/batch/labels', { items: [{ name: 'new' }] }),
  { method: 'PATCH', target: '/v1/batch/labels', body: { items: [{ id: 'urgent', name: 'next' }] } },
  post('/batch/labels/delete', { items: [{ id: 'urgent' }] }),
  post('/actions/closeProject', { id: 'acme-rocket' }),
  post('/actions/addTask', { input: { projectId: 'acme-rocket', title: 'new' } }),
  post('/platform/api-keys', { name: 'new', roles: ['MEMBER'] }),
  post('/platform/invitations', { email: 'new@else.test', roles: ['MEMBER'] }),
];
const ofRows = (write: string): boolean => !/AUDIT#|ANSWER#|REQUEST#/.test(write);

/** Returns the writes that a caller could make, and those that were not refused as they should. */
async function doneBy(
  send: (call: RestCall) => Promise<Reply>,
  codes: readonly string[],
): Promise<unknown[]> {
  writes.length = 0;
  const wrong: unknown[] = [];
  for (const call of valid) {
    const [status, code] = codeOf(await send(call)) as [number, string];
    if (status !== 403 || !codes.includes(code)) wrong.push([call, status, code]);
  }
  // Other calls may be refused for another reason before, such as a row that does not exist.
  for (const call of writesOf()) {
    const { status } = await send(call);
    if (status < 400 || status >= 500) wrong.push([call, status]);
  }
  return [...wrong, ...writes.filter(ofRows)];
}

describe('a tenant that may only be read', () => {
  const states: readonly (readonly [string, Partial<TenantRecord>])[] = [
    [
      'is suspended with the mode READ_ONLY',
      { status: 'SUSPENDED', suspension: { mode: 'READ_ONLY', reason: 'A bill.' } },
    ],
    ['is being closed', { status: 'OFFBOARDING', graceEndsAt: '2099-03-31T00:00:00.000Z' }],
  ];

  it.each(states)(
    'answers READ_ONLY to each write over REST when it %s, and writes no row',
    async (_state, change) => {
      await rig.api.register.changeTenant('acme', change);
      ahead = 10_000;
      try {
        expect((await rig.rest('olga', get('/tasks'))).status).toBe(200);
        expect(await doneBy((call) => rig.rest('olga', call), ['READ_ONLY'])).toEqual([]);
      } finally {
        await rig.api.register.changeTenant('acme', { status: 'ACTIVE' });
      }
    },
  );

  it('answers nothing over REST when it is blocked: each route refuses alike', async () => {
    await rig.api.register.changeTenant('acme', {
      status: 'SUSPENDED',
      suspension: { mode: 'BLOCKED', reason: 'A bill.' },
    });
    ahead = 20_000;
    try {
      const calls = [
        ...writesOf(),
        get('/tasks'),
        get('/tasks/acme-task-1'),
        get('/platform/members'),
        get('/unknown'),
      ];
      const codes = new Set<string>();
      for (const call of calls) codes.add(JSON.stringify(codeOf(await rig.rest('olga', call))));
      expect([...codes]).toEqual(['[403,"TENANT_SUSPENDED"]']);
    } finally {
      await rig.api.register.changeTenant('acme', { status: 'ACTIVE' });
    }
  });
});

describe('an API key with scopes', () => {
  it('reads over REST what its scopes name, and nothing else', async () => {
    const { text } = await makeKey({ scopes: ['Task:read'] });
    expect((await withKey(text, get('/tasks/acme-task-1'))).body).toMatchObject({ title: 'Draw the nozzle' });
    expect((await withKey(text, get('/tasks'))).status).toBe(200);
    const expanded = await withKey(text, get('/tasks/acme-task-1?expand=project'));
    expect(expanded.body).not.toHaveProperty('project');
    const refused = [
      get('/projects'),
      get('/tasks/acme-task-1/comments'),
      get('/actions/myCard'),
      get('/platform/api-keys'),
      get('/platform/me'),
      post('/tasks', { projectId: 'acme-rocket', title: 'x' }),
      post('/batch/tasks', { items: [{ projectId: 'acme-rocket', title: 'x' }] }),
      post('/actions/addTask', { input: { projectId: 'acme-rocket', title: 'x' } }),
      post('/platform/api-keys', { name: 'x', roles: ['ADMIN'] }),
      patch('/tasks/acme-task-1', { title: 'x' }),
      { ...patch('/tasks/acme-task-1', { title: 'x' }), method: 'PUT' },
      remove('/tasks/acme-task-1'),
    ];
    writes.length = 0;
    for (const call of refused)
      expect([call, codeOf(await withKey(text, call))]).toEqual([call, [403, 'FORBIDDEN']]);
    expect(writes.filter((write) => !write.includes('AUDIT#'))).toEqual([]);
  });

  it('changes no row over REST when a scope lets it only create', async () => {
    const { text } = await makeKey({ scopes: ['Label:create', 'Label:read'] });
    expect((await withKey(text, post('/labels', { id: 'rest-made', name: 'made' }))).status).toBe(201);
    for (const call of [patch('/labels/rest-made', { name: 'x' }), remove('/labels/rest-made')])
      expect(codeOf(await withKey(text, call))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a VIEWER', () => {
  it('reads over REST and writes nothing by any route', async () => {
    const { text } = await makeKey({ roles: ['VIEWER'] });
    expect((await withKey(text, get('/tasks'))).status).toBe(200);
    expect(await doneBy((call) => withKey(text, call), ['FORBIDDEN', 'READ_ONLY'])).toEqual([]);
  });
});

describe('an operator who impersonates', () => {
  it('reads over REST, writes nothing, and the audit records each look', async () => {
    const allow = 'mutation { updateTenantSettings(input: { allowImpersonation: true }) { id } }';
    await rig.api.ask('alice', allow);
    const { data } = await rig.api.askOperator(
      'sid',
      'mutation { impersonate(tenantId: "acme", reason: "Ticket 4711") { key } }',
    );
    const { key } = data?.['impersonate'] as { readonly key: string };
    const before = (await eventsOf(rig.api, 'acme')).length;
    for (const target of ['/tasks', '/tasks/acme-task-1', '/projects/acme-rocket/tasks', '/platform/members'])
      expect([target, (await withKey(key, get(target))).status]).toEqual([target, 200]);
    const events = (await eventsOf(rig.api, 'acme')).slice(before);
    expect(events).toHaveLength(4);
    for (const event of events)
      expect(event).toMatchObject({
        action: 'impersonation.used',
        actor: { type: 'operator', name: 'sid' },
      });
    expect(await doneBy((call) => withKey(key, call), ['FORBIDDEN', 'READ_ONLY'])).toEqual([]);
  });
});

describe('a MEMBER', () => {
  it('changes over REST only rows that the rules let it change, and leaves the others as they are', async () => {
    const before = (await rig.rest('alice', get('/tasks/acme-task-2'))).text;
    for (const call of [
      patch('/tasks/acme-task-2', { title: 'x' }),
      { ...patch('/tasks/acme-task-2', { title: 'x', projectId: 'acme-rocket' }), method: 'PUT' },
      remove('/tasks/acme-task-2'),
      { method: 'PATCH', target: '/v1/batch/tasks', body: { items: [{ id: 'acme-task-2', title: 'x' }] } },
      post('/batch/tasks/delete', { items: [{ id: 'acme-task-2' }] }),
    ])
      expect([call, codeOf(await rig.rest('bob', call))]).toEqual([call, [403, 'FORBIDDEN']]);
    expect((await rig.rest('alice', get('/tasks/acme-task-2'))).text).toBe(before);
    expect((await rig.rest('bob', patch('/tasks/acme-task-1', { estimate: 3 }))).status).toBe(200);
  });

  it('learns nothing of a field that it may not read: no value, filter, sort, condition or tag', async () => {
    const read = await rig.rest('bob', get('/projects/acme-anvil'));
    expect(read.body).not.toHaveProperty('budget');
    expect((await rig.rest('alice', get('/projects/acme-anvil'))).body).toHaveProperty('budget', 10000);
    for (const query of [
      'fields=budget',
      'budget=10000',
      'budget.gt=1',
      'filter={"budget":{"eq":1}}',
      'expand=budget',
    ])
      expect([query, (await rig.rest('bob', get(`/projects?${query}`))).status]).toEqual([query, 403]);
    await rig.rest('alice', patch('/projects/acme-anvil', { budget: 5 }));
    const later = await rig.rest('bob', get('/projects/acme-anvil'));
    const stamped = (text: string): string => text.replace(/"updatedAt":"[^"]*"/, '');
    expect(stamped(later.text)).toBe(stamped(read.text));
  });
});

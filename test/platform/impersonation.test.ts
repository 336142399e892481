import { openTestApi, type ApiError, type TestApi } from '../api.ts';
import { eventsOf } from './events.ts';

let now = Date.parse('2026-03-01T00:00:00Z');
/** Whether the control table refuses writes. */
let dead = false;
let api: TestApi;
beforeEach(async () => {
  dead = false;
  api = await openTestApi({
    now: () => now,
    throughControl: (send) => (command, options) => {
      if (dead && command.name === 'TransactWriteItems') throw new Error('The line is dead.');
      return send(command, options);
    },
  });
});
afterEach(() => api.close());

const codesOf = ({ errors }: { readonly errors: readonly ApiError[] }): unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

const allow = (allowed: boolean) =>
  api.ask('alice', `mutation { updateTenantSettings(input: { allowImpersonation: ${allowed} }) { id } }`);

interface Key {
  readonly id: string;
  readonly key: string;
  readonly expiresAt: string;
}

/** Makes a key with which SUPPORT looks into acme. */
async function impersonate(minutes = 15): Promise<Key> {
  const { data, errors } = await api.askOperator(
    'sid',
    `mutation { impersonate(tenantId: "acme", reason: "Ticket 4711", minutes: ${minutes}) { id key expiresAt } }`,
  );
  expect(errors).toEqual([]);
  return data?.['impersonate'] as Key;
}

test('an impersonation is refused when the tenant does not allow it, and the audit names the operator', async () => {
  const { errors } = await api.askOperator(
    'sid',
    'mutation { impersonate(tenantId: "acme", reason: "Ticket 4711") { key } }',
  );
  expect(errors.map(({ extensions, message }) => [extensions['code'], message])).toEqual([
    [
      'FORBIDDEN',
      'The tenant "acme" does not allow impersonation: its administrators can allow it in its settings.',
    ],
  ]);
  expect((await eventsOf(api, 'acme')).at(-1)).toMatchObject({
    action: 'impersonation.started',
    outcome: 'REFUSED',
    actor: { type: 'operator', name: 'sid' },
    detail: { reason: 'Ticket 4711' },
  });
  expect((await api.control.list('apiKeys', 'acme')).records).toEqual([]);
});

test('the key of an impersonation reads as an ADMIN, writes nothing and expires', async () => {
  await allow(true);
  const { key, expiresAt } = await impersonate(60);
  expect(Date.parse(expiresAt)).toBe(now + 60 * 60_000);
  expect((await api.askAs(key, '{ listTasks { items { id } } }')).errors).toEqual([]);
  expect((await api.askAs(key, '{ me { roles tenants { id } } }')).data).toEqual({
    me: { roles: ['ADMIN'], tenants: null },
  });
  for (const write of [
    'createLabel(input: { name: "Red" })',
    'updateTenantSettings(input: {})',
    'closeProject(id: "x")',
  ])
    expect([write, codesOf(await api.askAs(key, `mutation { ${write} { id } }`))]).toEqual([
      write,
      [expect.stringMatching(/^(READ_ONLY|FORBIDDEN)$/)],
    ]);
  now += 60 * 60_000;
  expect(codesOf(await api.askAs(key, '{ me { id } }'))).toEqual(['UNAUTHENTICATED']);
});

test('the audit records every request of an impersonation, with its operation and root fields', async () => {
  await allow(true);
  const { id, key } = await impersonate();
  const before = (await eventsOf(api, 'acme')).length;
  await api.askAs(
    key,
    'query Look { ...Part tasks: listTasks { items { id } } } fragment Part on Query { me { id } }',
  );
  await api.askAs(key, '{ tenant { id } }');
  await api.ask('alice', '{ tenant { id } }');
  const events = (await eventsOf(api, 'acme')).slice(before);
  expect(events.map(({ action, entity, actor, detail }) => [action, entity?.id, actor.name, detail])).toEqual(
    [
      ['impersonation.used', id, 'sid', { operationName: 'Look', fields: ['me', 'listTasks'] }],
      ['impersonation.used', id, 'sid', { operationName: null, fields: ['tenant'] }],
    ],
  );
});

test('a GET of an impersonation is refused, because a stage may cache its answer and the audit would miss looks', async () => {
  await allow(true);
  const { key } = await impersonate();
  const get = (authorization: string) =>
    api.handle({
      httpMethod: 'GET',
      headers: { authorization, 'apollo-require-preflight': '1' },
      multiValueQueryStringParameters: { query: ['{ tenant { id } }'] },
    });
  const refused = await get(key);
  expect([refused.statusCode, refused.body]).toEqual([
    400,
    expect.stringContaining('Send the request by POST'),
  ]);
  expect((await get(await api.token('alice'))).statusCode).toBe(200);
});

test('a request of an impersonation reads no row when the audit cannot be written', async () => {
  await allow(true);
  const { key } = await impersonate();
  dead = true;
  const { data, errors, calls } = await api.askAs(key, '{ listTasks { items { id } } }');
  expect([data, codesOf({ errors }), calls]).toEqual([null, ['INTERNAL'], []]);
});

test('an impersonation ends within 5 seconds after the operator ends it or the tenant forbids it', async () => {
  await allow(true);
  const [ended, forbidden] = [await impersonate(), await impersonate()];
  for (const { key } of [ended, forbidden])
    expect(codesOf(await api.askAs(key, '{ me { id } }'))).toEqual([]);
  const end = (id: string) =>
    api.askOperator('sid', `mutation { endImpersonation(tenantId: "acme", keyId: "${id}") }`);
  expect((await end(ended.id)).data).toEqual({ endImpersonation: true });
  expect((await end(ended.id)).data).toEqual({ endImpersonation: false });
  await allow(false);
  now += 5000;
  expect(codesOf(await api.askAs(ended.key, '{ me { id } }'))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await api.askAs(forbidden.key, '{ me { id } }'))).toEqual(['FORBIDDEN']);
  expect((await eventsOf(api, 'acme')).filter(({ action }) => action === 'impersonation.ended')).toHaveLength(
    1,
  );
});

test.each([
  ['impersonate(tenantId: "acme", reason: "x", minutes: 61) { id }', 'INVALID_ARGUMENTS'],
  ['impersonate(tenantId: "acme", reason: "", minutes: 5) { id }', 'INVALID_ARGUMENTS'],
  ['impersonate(tenantId: "unknown", reason: "x") { id }', 'NOT_FOUND'],
  ['endImpersonation(tenantId: "acme", keyId: "nothing")', 'NOT_FOUND'],
])('%s is refused with %s', async (field, code) => {
  expect(codesOf(await api.askOperator('sid', `mutation { ${field} }`))).toEqual([code]);
});

import type { SavedCaller, Scope } from '../../src/tenant/index.ts';
import type { Row } from '../../src/store/index.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { openRig, type Change, type Rig } from './delivery-rig.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

const SDL = /* GraphQL */ `
  type Task @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }]) {
    id: ID!
    title: String
    reader(short: Boolean): String
    team: String @auth(rules: [{ allow: groups, groups: ["red"], groupClaim: "team" }])
    cost: Int @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    planId: ID @index(name: "byPlan")
    plan: Plan @belongsTo(fields: ["planId"])
  }
  type Plan @model @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    name: String
  }
  type Mail @model @auth(rules: [{ allow: owner, ownerField: "to", identityClaim: "badge" }]) {
    id: ID!
    to: String
  }
`;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({
    sources: [{ file: 'test', text: SDL }, ...readSources('schema/platform')],
    resolvers: {
      Task: {
        reader: (_task: unknown, _args: unknown, { scope }: { scope: Scope }) => scope.caller.username,
      },
    },
    seed: { rows: { acme: { Plan: [{ id: 'p', name: 'secret' }] } } },
  });
});
afterAll(() => rig.api.close());
afterEach(async () => {
  const subscriptions = await rig.subscriptionsOf('acme');
  for (const topic of ['Task', 'Mail'])
    for (const { connectionId } of await subscribedTo(subscriptions, topic))
      await subscriptions.leave(connectionId);
});

let events = 0;
function created(type: string, row: Row): Change {
  const eventId = `e${(events += 1)}`;
  const table = rig.api.tables.data;
  const change = {
    tenantId: 'acme',
    event: 'INSERT',
    announced: null,
    images: null,
    eventId,
    sequence: eventId,
  } as const;
  return { ...change, of: { is: 'row', type }, rowEvent: { is: 'create', row }, at: Date.now(), table };
}
/** Delivers an event to callers who have the same subscription. Returns what each got, and how many executions that took. */
async function answered(
  query: string,
  callers: readonly SavedCaller[],
  row: Row = {},
  type = 'Task',
): Promise<{ readonly got: readonly unknown[]; readonly executions: number }> {
  const armed = [];
  for (const caller of callers)
    armed.push(await rig.arm('acme', 'bob', `subscription { ${query} }`, { caller, topics: [type] }));
  const before = rig.executions;
  await rig.deliver('acme', created(type, { id: '1', ...row }));
  const got = armed.map(({ connectionId }) =>
    rig.got(connectionId).map(({ payload }) => Object.values(payload.data ?? {})[0]),
  );
  return { got: got.flatMap((one) => (one.length === 1 ? one : [one])), executions: rig.executions - before };
}
/** Makes an API key of acme. */
async function keyOf(input: string): Promise<SavedCaller> {
  const { data, errors } = await rig.api.ask(
    'olga',
    `mutation { createApiKey(input: { name: "test", ${input} }) { apiKey { id } } }`,
  );
  expect(errors).toEqual([]);
  const { apiKey } = data?.['createApiKey'] as { apiKey: { id: string } };
  return { is: 'key', keyId: apiKey.id, expiresAt: Date.now() / 1000 + 3600 };
}

describe('callers with one subscription', () => {
  it('share an execution if they have the same roles, though an owner could do more with a row', async () => {
    const callers = [await rig.callerOf('bob'), await rig.callerOf('sam'), await keyOf('roles: ["MEMBER"]')];
    const { got, executions } = await answered('onCreateTask { id title cost }', callers, {
      title: 'Anvil',
      cost: 3,
      owner: 'someone::else',
    });
    expect(got).toEqual(callers.map(() => ({ id: '1', title: 'Anvil', cost: null })));
    expect(executions).toBe(1);
  });

  it('share none if a resolver of the app may look at the caller', async () => {
    const callers = [await rig.callerOf('bob'), await rig.callerOf('sam'), await keyOf('roles: ["MEMBER"]')];
    const { got, executions } = await answered('onCreateTask { reader }', callers);
    expect(got.slice(0, 2)).toEqual([{ reader: 'bob' }, { reader: 'sam' }]);
    expect(new Set(got.map((one) => JSON.stringify(one))).size).toBe(3);
    expect(executions).toBe(3);
  });

  it('share none if a rule looks at a claim of the token', async () => {
    const [red, blue] = [
      await rig.callerOf('bob', { team: 'red', badge: 'b1' }),
      await rig.callerOf('sam', { team: 'blue', badge: 's1' }),
    ];
    const field = await answered('onCreateTask { team }', [red, blue], { team: 'plan' });
    expect(field.got).toEqual([{ team: 'plan' }, { team: null }]);
    const row = await answered('onCreateMail { to }', [red, blue], { to: 's1' }, 'Mail');
    expect(row.got).toEqual([[], { to: 's1' }]);
  });

  it('share none if their roles, the permissions of their roles or the scopes of their keys differ', async () => {
    const role = 'createRole(input: { name: "PLANNER", permissions: ["Plan:read"] }) { name }';
    expect((await rig.api.ask('olga', `mutation { ${role} }`)).errors).toEqual([]);
    const callers = [
      await rig.callerOf('bob'),
      await rig.callerOf('alice'),
      await keyOf('roles: ["MEMBER"]'),
      await keyOf('roles: ["MEMBER", "PLANNER"]'),
      await keyOf('roles: ["ADMIN"]'),
      await keyOf('roles: ["ADMIN"], scopes: ["Task:read"]'),
    ];
    const { got, executions } = await answered('onCreateTask { plan { name } }', callers, {
      planId: 'p',
    });
    const [seen, hidden] = [{ plan: { name: 'secret' } }, { plan: null }];
    expect(got).toEqual([hidden, seen, hidden, seen, seen, hidden]);
    // The member shares with the plain key, and the admin with the key that is one.
    expect(executions).toBe(4);
  });

  it('share none with an operator who looks at the tenant on behalf of support', async () => {
    const key = await keyOf('roles: ["MEMBER"]');
    const { keyId } = key as { keyId: string };
    await rig.api.register.changeTenant('acme', { settings: { allowImpersonation: true } as never });
    await rig.api.control.transact(async (transaction) => {
      const record = await transaction.get('apiKey', { tenantId: 'acme', id: keyId });
      if (!record) throw new Error('There is no key.');
      const impersonation = { operatorId: 'op', operator: 'sid', reason: 'ticket' };
      transaction.put('apiKey', { ...record, impersonation });
    });
    const { got, executions } = await answered('onCreateTask { id }', [await rig.callerOf('bob'), key]);
    expect([got, executions]).toEqual([[{ id: '1' }, { id: '1' }], 2]);
  });
});

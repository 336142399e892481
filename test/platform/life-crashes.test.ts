import fc from 'fast-check';

import { hashSecret, type TenantRecord } from '../../src/tenant/index.ts';
import { auditEvent, takeStep, steps, type Step } from '../../src/platform/index.ts';
import type { InvitationRecord, Send } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { eventsOf } from './events.ts';

const SEED = 20261124;
const RUNS = 25;

/** When calls of the control table fail. */
interface Crash {
  readonly after: number;
  /** Whether the failing call is applied. */
  readonly done: boolean;
  /** Whether only one call fails, as with the network, and not all further calls, as when a process dies. */
  readonly passing: boolean;
}

let crash: Crash | null = null;
let calls = 0;
/** Throws as `crash` says. */
const unreliable =
  (send: Send): Send =>
  async (command, options) => {
    if (crash === null) return send(command, options);
    const turn = calls++;
    if (turn < crash.after || (crash.passing && turn > crash.after)) return send(command, options);
    if (turn === crash.after && crash.done) await send(command, options);
    throw new Error('The line is dead.');
  };

const now = (): number => Date.parse('2026-03-01T00:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now, throughControl: unreliable });
});
afterAll(() => api.close());

type Command =
  | { readonly do: 'create'; readonly key: string | null; readonly plan: string }
  | { readonly do: 'suspend'; readonly mode: string; readonly reason: string }
  | { readonly do: 'offboard'; readonly days: number }
  | { readonly do: 'purge'; readonly now: boolean }
  | { readonly do: 'resume' | 'cancel' | 'abandon' | 'purged' };

const aCrash = fc.option(fc.record({ after: fc.nat(12), done: fc.boolean(), passing: fc.boolean() }), {
  freq: 3,
});
const aCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    key: fc.option(fc.constantFrom('a', 'b')),
    plan: fc.constant('free'),
  }),
  fc.record({
    do: fc.constant('suspend' as const),
    mode: fc.constantFrom('READ_ONLY', 'BLOCKED'),
    reason: fc.constantFrom('bill', 'abuse'),
  }),
  fc.record({ do: fc.constant('offboard' as const), days: fc.constantFrom(0, 30) }),
  fc.record({ do: fc.constant('purge' as const), now: fc.boolean() }),
  fc.record({
    do: fc.constantFrom('resume' as const, 'cancel' as const, 'abandon' as const, 'purged' as const),
  }),
);
const aCase = fc.array(fc.record({ command: aCommand, which: fc.nat(3), crash: aCrash }), { maxLength: 10 });

const CREATE = `mutation ($name: String!, $plan: String!, $key: String) {
  createTenant(input: { name: $name, plan: $plan, ownerEmail: "o@example.test", idempotencyKey: $key }) {
    tenant { id status } invitation { id token }
  }
}`;
interface Created {
  readonly tenant: { readonly id: string; readonly status: string };
  readonly invitation: { readonly id: string; readonly token: string } | null;
}

/** Runs a command on a tenant, and ignores whether it succeeds. */
async function run(run: string, command: Command, id: string): Promise<Created | null> {
  const field = {
    suspend: 'suspendTenant',
    offboard: 'offboardTenant',
    resume: 'resumeTenant',
    cancel: 'cancelOffboarding',
    abandon: 'abandonTenant',
  };
  switch (command.do) {
    case 'create': {
      const key = command.key === null ? null : `${run} ${command.key}`;
      const { data } = await api.askOperator('opal', CREATE, { name: 'Crash', plan: command.plan, key });
      return (data?.['createTenant'] ?? null) as Created | null;
    }
    case 'purge':
      await step(id, { type: 'purge', at: now(), now: command.now });
      return null;
    case 'purged':
      await step(id, { type: 'purged', certificate: {} });
      return null;
    default: {
      const given = { suspend: '', offboard: '', resume: '', cancel: '', abandon: '' };
      if (command.do === 'suspend') given.suspend = `, mode: ${command.mode}, reason: "${command.reason}"`;
      if (command.do === 'offboard') given.offboard = `, graceDays: ${command.days}, reason: "leaves"`;
      await api.askOperator(
        'opal',
        `mutation { ${field[command.do]}(id: "${id}"${given[command.do]}) { id } }`,
      );
      return null;
    }
  }
}

/** Takes a step in the life of a tenant, as the job of a purge does. */
async function step(id: string, next: Step): Promise<void> {
  const actor = { type: 'system', id: 'job', name: 'purge' } as const;
  await api.control
    .transact((transaction) =>
      takeStep(
        {
          ...transaction,
          record: (entry) => {
            transaction.record(auditEvent(id, actor, { requestId: null, ip: null }, entry));
          },
        },
        id,
        next,
      ),
    )
    .catch(() => undefined);
}

async function tenants(): Promise<Map<string, TenantRecord>> {
  const found = new Map<string, TenantRecord>();
  for await (const tenant of api.control.all('tenants', ''))
    if (tenant.name === 'Crash') found.set(tenant.id, tenant);
  return found;
}

async function ownerInvitations(tenantId: string): Promise<InvitationRecord[]> {
  const found: InvitationRecord[] = [];
  for await (const invitation of api.control.all('invitations', tenantId)) found.push(invitation);
  return found.filter(({ status }) => status === 'PENDING');
}

const TRANSITIONS = ['tenant.created', ...Object.values(steps).map(({ action }) => action)];

/** Expects that the events of a tenant are the chain of its states: none is missing, and none is recorded twice. */
async function expectEvents(tenant: TenantRecord): Promise<void> {
  let state: unknown = null;
  let suspension: unknown = null;
  for (const { action, detail } of await eventsOf(api, tenant.id)) {
    if (!TRANSITIONS.includes(action)) continue;
    const { from, to, ...more } = detail as Record<string, unknown>;
    expect([tenant.id, action, from]).toEqual([tenant.id, action, state]);
    if (action === 'tenant.suspended') {
      if (from === 'SUSPENDED') expect(more).not.toEqual(suspension);
      suspension = more;
    }
    state = to;
  }
  expect([tenant.id, state]).toEqual([tenant.id, tenant.status]);
  if (tenant.status === 'SUSPENDED') expect(suspension).toEqual(tenant.suspension);
}

test(`a command that is repeated after a crash between any two calls completes its work (seed ${SEED})`, async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(aCase, async (commands) => {
      const name = `case ${(cases += 1)}`;
      const before = await tenants();
      const answered = new Map<string, string>();
      for (const { command, which, crash: next } of commands) {
        const own = [...(await tenants()).keys()].filter((id) => !before.has(id));
        const id = own[which % Math.max(1, own.length)] ?? 'none';
        [crash, calls] = [next, 0];
        await run(name, command, id);
        crash = null;
        const created = await run(name, command, id);
        if (command.do === 'create' && command.key !== null) {
          await expectMade(created);
          await expectSame(answered.get(command.key) ?? null, created);
          answered.set(command.key, created?.tenant.id ?? '');
        }
        const after = await tenants();
        for (const known of own) expect(after.has(known)).toBe(true);
        for (const tenant of after.values()) if (!before.has(tenant.id)) await expectEvents(tenant);
      }
      // A tenant whose creation crashed without a key is abandoned.
      for (const { id, status } of (await tenants()).values()) {
        if (status !== 'PROVISIONING') continue;
        await run(name, { do: 'abandon' }, id);
        const left = await api.control.get('tenant', { id });
        expect(left?.status).toBe('DELETED');
        expect(await ownerInvitations(id)).toEqual([]);
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

/** Expects that a key leads to the same tenant, unless that tenant was abandoned. */
async function expectSame(earlier: string | null, created: Created | null): Promise<void> {
  const tenant = earlier === null ? null : await api.control.get('tenant', { id: earlier });
  if (tenant && tenant.certificate?.['abandoned'] !== true) expect(created?.tenant.id).toBe(tenant.id);
}

/** Expects that the tenant of a key is complete: provisioned, and if active with exactly one open invitation. */
async function expectMade(created: Created | null): Promise<void> {
  if (!created) throw new Error('The second call with the same key must be answered.');
  const { tenant, invitation } = created;
  expect(tenant.status).not.toBe('PROVISIONING');
  if (tenant.status !== 'ACTIVE') return;
  const pending = await ownerInvitations(tenant.id);
  expect(pending.map(({ id, tokenHash }) => [id, tokenHash])).toEqual([
    [invitation?.id, hashSecret(invitation?.token ?? '')],
  ]);
}

test('a failed creation deletes the tenant and its invitation, and its key can be used again', async () => {
  const command = { do: 'create', key: 'once', plan: 'free' } as const;
  const seen = new Set((await tenants()).keys());
  const gone: TenantRecord[] = [];
  // Fails one call of the control table after another, until the creation succeeds.
  for (let after = 0; after < 12; after += 1) {
    [crash, calls] = [{ after, done: false, passing: true }, 0];
    const created = await run('made good', command, 'none');
    crash = null;
    const made = [...(await tenants()).values()].filter(({ id }) => !seen.has(id));
    gone.push(...made.filter(({ status }) => status === 'DELETED'));
    for (const { id, status } of made) {
      seen.add(id);
      expect(status).toBe(created ? 'ACTIVE' : 'DELETED');
      if (!created) expect(await ownerInvitations(id)).toEqual([]);
    }
    if (created) break;
  }
  expect(gone.length).toBeGreaterThan(1);
  for (const { id } of gone) {
    const actions = (await eventsOf(api, id)).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['tenant.abandoned', 'tenant.purged']);
  }
  await expectMade(await run('made good', command, 'none'));
});

test('two concurrent calls with one key make one tenant', async () => {
  const command = { do: 'create', key: 'twice', plan: 'free' } as const;
  const before = await tenants();
  const both = await Promise.all([run('same', command, 'none'), run('same', command, 'none')]);
  const made = [...(await tenants()).keys()].filter((id) => !before.has(id));
  expect(both.map((created) => created?.tenant.id)).toEqual([made[0], made[0]]);
  expect(made).toHaveLength(1);
});

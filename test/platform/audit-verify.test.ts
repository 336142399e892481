import { createHash } from 'node:crypto';

import { Scope } from '../../src/tenant/index.ts';
import {
  auditEvent,
  dropExpired,
  readPlans,
  recordAlone,
  sealAudit,
  verifyAudit,
  type Audit,
} from '../../src/platform/index.ts';
import { openAuditLog, openControl, type AuditLog, type Send } from '../../src/store/index.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { scopeOf } from '../tenants.ts';

type Command = Parameters<Send>[0];
type Item = Extract<Command, { name: 'PutItem' }>['input']['Item'];

const EVENTS = 6;
const DAY = 24 * 60 * 60 * 1000;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

let tenants = 0;

/** Opens the audit of a new tenant, with direct access to the items of its chain. */
function openChain(options: { readonly plans?: Audit['plans']; readonly now?: () => number } = {}) {
  tenants += 1;
  const tenant = `t${tenants}`;
  const { plans = {}, now = Date.now } = options;
  const control = openControl(fixture.controlSend('work'));
  const scope = scopeOf(tenant);
  const log = openAuditLog(scope, fixture.sendOf(tenant));
  const audit: Audit = { scope, log, control, plans, now };
  const recordEvents = (count: number): Promise<unknown> =>
    control.transact((transaction) => {
      for (let at = 0; at < count; at += 1) transaction.record(eventOf(tenant, at));
      return Promise.resolve();
    });
  const key = (seq: number): Item => ({
    __pk: `T#${tenant}#AUDIT#CHAIN#`,
    __sk: `${String(seq).padStart(16, '0')}#`,
  });
  const head: Item = { __pk: `T#${tenant}#AUDIT#`, __sk: 'head#' };
  const get = async (Key: Item): Promise<Item> =>
    (await fixture.direct({ name: 'GetItem', input: { Key, ConsistentRead: true } })).Item ?? {};
  const put = (item: Item): Promise<unknown> => fixture.direct({ name: 'PutItem', input: { Item: item } });
  const remove = (seq: number): Promise<unknown> =>
    fixture.direct({ name: 'DeleteItem', input: { Key: key(seq) } });
  return {
    tenant,
    audit,
    recordEvents,
    key,
    head,
    get,
    put,
    remove,
    look: () => verifyAudit({ log, now }, tenant),
  };
}

const textOf = ({ text }: Item): string => (typeof text === 'string' ? text : '');

/** Returns what an attacker writes who knows how the hash is made. */
function eventWithHash(text: string) {
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

function eventOf(tenant: string, at: number) {
  const actor = { type: 'user', id: 'ann', name: 'ann' } as const;
  return auditEvent(tenant, actor, { requestId: null, ip: null }, { action: 'step.taken', detail: { at } });
}

async function sealedChain(options?: Parameters<typeof openChain>[0]) {
  const chain = openChain(options);
  await chain.recordEvents(EVENTS);
  expect(await sealAudit(chain.audit)).toBe(EVENTS);
  return chain;
}
type Chain = ReturnType<typeof openChain>;

test('an unchanged chain is sound, and so is an empty one', async () => {
  const chain = await sealedChain();
  const { head, ...found } = await chain.look();
  expect(found).toEqual({ ok: true, events: EVENTS, firstBroken: null });
  expect(head).toEqual({ seq: EVENTS, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  const none = openChain();
  expect(await none.look()).toMatchObject({ ok: true, events: 0, head: { seq: 0, hash: '' } });
});

test.each<[string, (chain: Chain) => Promise<unknown>, number, string]>([
  [
    'an altered event',
    async ({ get, put, key }) => {
      const item = await get(key(3));
      await put({ ...item, text: textOf(item).replace('"ann"', '"eve"') });
    },
    3,
    'ALTERED',
  ],
  [
    'an event with no meaning',
    async ({ get, put, key }) => put({ ...(await get(key(3))), text: 'gone' }),
    3,
    'ALTERED',
  ],
  [
    'an altered event with a hash that fits it',
    async ({ get, put, key }) => {
      const [item, other] = [await get(key(3)), await get(key(1))];
      const text = textOf(item);
      const forged = eventWithHash(text.replace('"ann"', '"eve"'));
      expect(other['hash']).toBe(eventWithHash(textOf(other)).hash);
      await put({ ...item, ...forged });
    },
    4,
    'UNLINKED',
  ],
  ['the first event removed', ({ remove }) => remove(1), 1, 'MISSING'],
  ['an event removed in the middle', ({ remove }) => remove(4), 4, 'MISSING'],
  ['the newest event removed', ({ remove }) => remove(EVENTS), EVENTS, 'TRUNCATED'],
  [
    'all events removed',
    async ({ remove }) => {
      for (let seq = 1; seq <= EVENTS; seq += 1) await remove(seq);
    },
    1,
    'TRUNCATED',
  ],
  [
    'two events swapped',
    async ({ get, put, key }) => {
      const [one, other] = [await get(key(2)), await get(key(3))];
      await put({ ...other, ...key(2) });
      await put({ ...one, ...key(3) });
    },
    2,
    'MISPLACED',
  ],
  [
    'a head with another hash',
    async ({ get, put, head }) => put({ ...(await get(head)), hash: '0'.repeat(64) }),
    EVENTS,
    'HEAD',
  ],
  [
    'a head that names an earlier event',
    async ({ get, put, head, key }) =>
      put({ ...(await get(head)), seq: 4, hash: (await get(key(4)))['hash'] ?? '' }),
    5,
    'HEAD',
  ],
  ['the head removed', ({ head }) => fixture.direct({ name: 'DeleteItem', input: { Key: head } }), 1, 'HEAD'],
])('verifyAudit reports the place and the kind of %s', async (_what, tamper, seq, kind) => {
  const chain = await sealedChain();
  await tamper(chain);
  const found = await chain.look();
  expect(found).toMatchObject({ ok: false, firstBroken: { seq, kind } });
  expect(found.firstBroken?.why).toMatch(/^Event \d+: .*\.$/);
});

test('verifyAudit reports a sound event that belongs to another tenant', async () => {
  const [one, other] = [await sealedChain(), await sealedChain()];
  await one.put({ ...(await other.get(other.key(2))), ...one.key(2) });
  expect((await one.look()).firstBroken).toMatchObject({ seq: 2, kind: 'MISPLACED' });
});

test('a broken chain still seals new events, and stays broken', async () => {
  const chain = await sealedChain();
  await chain.remove(2);
  await chain.recordEvents(2);
  expect(await sealAudit(chain.audit)).toBe(2);
  expect((await chain.look()).firstBroken).toMatchObject({ seq: 2, kind: 'MISSING' });
});

describe('the retention of events', () => {
  const { plans } = readPlans('{ "free": { "limits": { "auditRetentionDays": 30 } } }');

  test('sets the TTL of an event, hides expired events and deletes them, and leaves the chain sound', async () => {
    let now = Date.now();
    const chain = await sealedChain({ plans, now: () => now });
    const { __ttl: ttl } = await chain.get(chain.key(1));
    expect(Math.abs(Number(ttl) * 1000 - (now + 30 * DAY))).toBeLessThan(60_000);
    now += 29 * DAY;
    const due = await dropExpired(chain.audit);
    expect(await chain.get(chain.key(1))).toBeDefined();
    // It says when the oldest event expires.
    expect(Math.ceil(Number(due) / 1000)).toBe(Number(ttl));
    now += 2 * DAY;
    expect(await chain.look()).toMatchObject({ ok: true, events: 0, head: { seq: EVENTS } });
    // DynamoDB's TTL may delete some of them, in any order.
    await chain.remove(2);
    expect(await chain.look()).toMatchObject({ ok: true, events: 0 });
    expect(await dropExpired(chain.audit)).toBeNull();
    expect(await chain.look()).toMatchObject({ ok: true, events: 0, head: { seq: EVENTS } });
  });

  test('does not excuse a missing event that has not expired', async () => {
    const chain = await sealedChain({ plans });
    await chain.remove(1);
    expect((await chain.look()).firstBroken).toMatchObject({ seq: 1, kind: 'MISSING' });
  });

  test('keeps an event at least as long as the one before it, so that a smaller plan makes no gap', async () => {
    const long = readPlans('{ "free": { "limits": { "auditRetentionDays": 300 } } }').plans;
    let now = Date.now();
    const chain = await sealedChain({ plans: long, now: () => now });
    await chain.recordEvents(1);
    await sealAudit({ ...chain.audit, plans });
    const [last, before] = [await chain.get(chain.key(EVENTS + 1)), await chain.get(chain.key(EVENTS))];
    expect(last['__ttl']).toBe(before['__ttl']);
    now += 100 * DAY;
    expect(await dropExpired(chain.audit)).toBeGreaterThan(now);
    expect(await chain.look()).toMatchObject({ ok: true, events: EVENTS + 1 });
  });
});

test('sealAudit seals nothing for a tenant that is purging or deleted', async () => {
  const chain = openChain();
  await chain.recordEvents(1);
  const { caller, tenant } = chain.audit.scope;
  for (const status of ['PURGING', 'DELETED'] as const) {
    const scope = Scope.open(caller, { ...tenant, status });
    expect(await sealAudit({ ...chain.audit, scope })).toBe(0);
  }
  expect(await chain.get(chain.head)).toEqual({});
});

test('sealAudit says that events are left when others win every race for them, and when its time is over', async () => {
  const chain = openChain();
  await chain.recordEvents(1);
  let left = 0;
  const onLeft = (): void => {
    left += 1;
  };
  const log: AuditLog = { ...chain.audit.log, append: () => Promise.resolve(false) };
  expect([await sealAudit({ ...chain.audit, log }, { onLeft }), left]).toEqual([0, 1]);
  expect([await sealAudit(chain.audit, { onLeft, isTimeOver: () => true }), left]).toEqual([1, 1]);
  await chain.recordEvents(100);
  expect([await sealAudit(chain.audit, { onLeft, isTimeOver: () => true }), left]).toEqual([99, 2]);
});

test('sealAudit seals an event of a refusal, and only once', async () => {
  const chain = openChain();
  await recordAlone(chain.audit.control, { ...eventOf(chain.tenant, 0), outcome: 'REFUSED' });
  expect(await sealAudit(chain.audit)).toBe(1);
  expect(await sealAudit(chain.audit)).toBe(0);
});

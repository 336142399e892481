import { sendSlots, type SlotParts, type TenantWork } from '../../../src/platform/index.ts';
import { openTestApi, type TestApi } from '../../api.ts';

const TENANTS = 1_200;
const OFTEN = { name: 'often', cron: '*/10 * * * *', timeZone: 'UTC', description: null, retries: 0 };
const MINUTE = 60_000;

let api: TestApi;
let clock: number;
let sent: { readonly tenantId: string; readonly afterSeconds: number }[];
beforeAll(async () => {
  api = await openTestApi({ seed: { tenants: [], users: [], rows: {} } });
  const ids = Array.from({ length: TENANTS }, (_, at) => `tenant-${String(at).padStart(5, '0')}`);
  // One of three is suspended.
  for (let at = 0; at < ids.length; at += 50)
    await Promise.all(
      ids
        .slice(at, at + 50)
        .map((id, of) =>
          api.register.putTenant({ id, status: (at + of) % 3 === 0 ? 'SUSPENDED' : 'ACTIVE' }),
        ),
    );
});
afterAll(() => api.close());
beforeEach(async () => {
  sent = [];
  clock = Date.parse('2026-11-30T05:55:00.000Z');
  await api.control.transact(async (transaction) => {
    if (await transaction.get('scheduleRound', OFTEN)) transaction.remove('scheduleRound', OFTEN);
  });
  await sendSlots(parts(), Infinity);
  clock = Date.parse('2026-11-30T06:00:00.000Z');
});

function parts(more: Partial<SlotParts> = {}): SlotParts {
  return {
    control: api.control,
    schedules: [OFTEN],
    now: () => clock,
    holder: 'one',
    queue: {
      send(work, afterSeconds = 0) {
        sent.push(...work.map(({ tenantId }) => ({ tenantId, afterSeconds })));
        return Promise.resolve();
      },
    },
    ...more,
  };
}

const ACTIVE = (TENANTS * 2) / 3;
const tenantsOf = (works: readonly Pick<TenantWork, 'tenantId'>[]): number =>
  new Set(works.map(({ tenantId }) => tenantId)).size;

test('a slot is sent once to each active tenant, and spread over seconds so that no other work waits', async () => {
  expect(await sendSlots(parts(), Infinity)).toBe(ACTIVE);
  expect([sent.length, tenantsOf(sent)]).toEqual([ACTIVE, ACTIVE]);
  const inSecond = (second: number): number =>
    sent.filter(({ afterSeconds }) => afterSeconds === second).length;
  for (let second = 0; second < 5; second += 1) expect(inSecond(second)).toBeLessThanOrEqual(400);
  expect(Math.max(...sent.map(({ afterSeconds }) => afterSeconds))).toBe(3);
  expect(await sendSlots(parts(), Infinity)).toBe(0);
});

test('a process whose time is over leaves its position, and the next one continues there', async () => {
  let looks = 0;
  const now = (): number => {
    looks += 1;
    return looks > 8 ? clock + MINUTE : clock;
  };
  const first = await sendSlots(parts({ now }), clock + MINUTE);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(ACTIVE);
  expect(first + (await sendSlots(parts({ holder: 'two' }), Infinity))).toBe(ACTIVE);
  expect([sent.length, tenantsOf(sent)]).toEqual([ACTIVE, ACTIVE]);
});

test('a page that the queue did not take is sent again, and no tenant is left out', async () => {
  let calls = 0;
  const { queue } = parts();
  const broken: SlotParts['queue'] = {
    send: (work, afterSeconds) => {
      calls += 1;
      return calls === 4 ? Promise.reject(new Error('The queue is away.')) : queue.send(work, afterSeconds);
    },
  };
  await expect(sendSlots(parts({ queue: broken }), Infinity)).rejects.toThrow('The queue is away.');
  // Another process waits until the first one does not hold the round any more.
  expect(await sendSlots(parts({ holder: 'two' }), Infinity)).toBe(0);
  clock += MINUTE;
  await sendSlots(parts({ holder: 'two' }), Infinity);
  expect(tenantsOf(sent)).toBe(ACTIVE);
  expect(sent.length).toBeLessThan(ACTIVE + 500);
});

test('two processes at the same time send a slot once', async () => {
  const counts = await Promise.all(
    ['one', 'two', 'three'].map((holder) => sendSlots(parts({ holder }), Infinity)),
  );
  expect(counts.filter((count) => count > 0)).toEqual([ACTIVE]);
  expect(sent).toHaveLength(ACTIVE);
});

test('a schedule whose slots take all the time keeps no other from its own', async () => {
  const both = ['often', 'other'].map((name) => ({ ...OFTEN, name }));
  await sendSlots(parts({ schedules: both }), Infinity);
  clock += 10 * MINUTE;
  sent = [];
  let looks = 0;
  const now = (): number => {
    looks += 1;
    return looks > 14 ? clock + MINUTE : clock;
  };
  const names = new Set<string>();
  const queue: SlotParts['queue'] = {
    send: (work) => {
      for (const one of work) if (one.is === 'schedule') names.add(one.name);
      return Promise.resolve();
    },
  };
  const first = await sendSlots(parts({ schedules: both, now, queue }), clock + MINUTE);
  expect(first).toBeLessThan(2 * ACTIVE);
  expect(names).toEqual(new Set(['often', 'other']));
  await sendSlots(parts({ schedules: both }), Infinity);
});

test('a slot under way is completed before the next one begins', async () => {
  let looks = 0;
  const now = (): number => {
    looks += 1;
    return looks > 8 ? clock + MINUTE : clock;
  };
  const first = await sendSlots(parts({ now }), clock + MINUTE);
  clock += 10 * MINUTE;
  expect(await sendSlots(parts(), Infinity)).toBe(ACTIVE - first + ACTIVE);
});

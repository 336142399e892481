import { NO_USAGE, openUsageLedger, type UsageLedger } from '../../src/store/index.ts';
import { publishUsage, type TenantEvent } from '../../src/platform/index.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';

const HOUR = 3_600_000;
let fixture: Fixture;
let ledger: UsageLedger;
let clock: number;
let events: TenantEvent[];
beforeEach(async () => {
  fixture = await startFixture();
  ledger = openUsageLedger(fixture.controlSend('meter'));
  events = [];
});
afterEach(() => fixture.stop());

const to = (time: string): void => {
  clock = Date.parse(time);
};
const use = (tenant: string, day: string, requests: number): Promise<void> =>
  ledger.setHour(tenant, `${day}T10`, new Map([['list', { ...NO_USAGE, requests }]]));
const publish = (through?: (event: TenantEvent) => void): Promise<number> =>
  publishUsage({
    ledger,
    now: () => clock,
    bus: {
      publish: (some) => {
        for (const event of some) through?.(event);
        events.push(...some);
        return Promise.resolve();
      },
    },
  });
const seen = (): readonly string[] =>
  events.map(({ tenant, data }) => `${tenant} ${data['day'] as string}`).sort();

test('the usage of a day is published once for each tenant that has any, two hours after its end', async () => {
  await use('acme', '2026-11-29', 3);
  await use('globex', '2026-11-29', 5);
  await use('acme', '2026-11-30', 1);
  to('2026-11-30T01:59:59Z');
  await publish();
  expect(seen()).toEqual([]);
  to('2026-11-30T02:00:00Z');
  expect(await publish()).toBe(2);
  expect(events.find(({ tenant }) => tenant === 'globex')).toEqual({
    ...{
      id: 'usage-globex-2026-11-29',
      name: 'usage.daily',
      tenant: 'globex',
      at: '2026-11-30T00:00:00.000Z',
    },
    ...{ actor: { type: 'system', id: 'platform' }, data: { day: '2026-11-29', ...NO_USAGE, requests: 5 } },
  });
  clock += HOUR;
  expect(await publish()).toBe(0);
  to('2026-12-01T02:00:00Z');
  expect(await publish()).toBe(1);
});

test('a run that is cut off is continued at its page, and repeats no more than that', async () => {
  const tenants = Array.from({ length: 250 }, (_, at) => `t${String(at).padStart(3, '0')}`);
  await Promise.all(tenants.map((tenant) => use(tenant, '2026-11-29', 1)));
  to('2026-11-30T03:00:00Z');
  const cut = publish(({ tenant }) => {
    if (tenant === 't150') throw new Error('The process ends.');
  });
  await expect(cut).rejects.toThrow('The process ends.');
  expect(events).toHaveLength(100);
  expect(await publish()).toBe(150);
  expect(new Set(events.map(({ id }) => id)).size).toBe(250);
  expect(events).toHaveLength(250);
});

test('after a pause of days, the last three are published', async () => {
  for (const day of ['25', '26', '27', '28', '29']) await use('acme', `2026-11-${day}`, 1);
  to('2026-11-26T03:00:00Z');
  await publish();
  to('2026-11-30T03:00:00Z');
  await publish();
  expect(seen()).toEqual(['acme 2026-11-25', 'acme 2026-11-27', 'acme 2026-11-28', 'acme 2026-11-29']);
});

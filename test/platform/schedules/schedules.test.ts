import { repeatSlots, sendSlots } from '../../../src/platform/index.ts';
import { workQueueOf } from '../../../src/local/background.ts';
import { openScheduleRig, slot as at, type RunContext, type ScheduleRig } from './schedule-rig.ts';

let rig: ScheduleRig;
let run: (context: RunContext) => Promise<void>;
beforeEach(async () => {
  run = () => Promise.resolve();
  rig = await openScheduleRig({ run: (context) => run(context) });
});
afterEach(() => rig.api.close());

const tenants = (seen: readonly { readonly tenant: string }[]): readonly string[] =>
  seen.map(({ tenant }) => tenant).sort();
const BOTH = ['acme', 'globex'];

describe('a slot', () => {
  it('runs once for each active tenant, however often the tick comes', async () => {
    expect(tenants(await rig.at(at(1)))).toEqual(BOTH);
    for (const seconds of [30, 599]) expect(await rig.at(at(1, seconds))).toEqual([]);
    expect(tenants(await rig.at(at(2)))).toEqual(BOTH);
  });

  it('does not run for a new schedule before its first slot', async () => {
    expect(rig.runs).toEqual([]);
    expect(await rig.at(at(1, -1))).toEqual([]);
  });

  it('that was missed runs late, and of several only the latest', async () => {
    const seen = await rig.at(at(4, 100));
    expect(seen.map(({ slot }) => slot)).toEqual([at(4), at(4)]);
  });

  it('that was missed by a day does not run', async () => {
    // The first of each month at midnight.
    const monthly = await openScheduleRig({ schedule: { cron: '0 0 1 * *' } });
    const first = new Date(monthly.now());
    first.setUTCMonth(first.getUTCMonth() + 1, 1);
    first.setUTCHours(0, 0, 0, 0);
    const after = (hours: number): string => new Date(first.getTime() + hours * 3_600_000).toISOString();
    expect(await monthly.at(after(25))).toEqual([]);
    expect(await monthly.at(after(23))).toHaveLength(2);
    await monthly.api.close();
  });

  it('runs at most once if its message comes twice, also at the same time', async () => {
    rig.to(at(1));
    const work = { tenantId: 'acme', is: 'schedule', name: 'often', slot: at(1), trigger: 'slot' } as const;
    const message = { messageId: '1', body: JSON.stringify(work) };
    await Promise.all(Array.from({ length: 5 }, () => rig.api.background.work({ Records: [message] })));
    expect(rig.runs).toHaveLength(1);
  });

  it('that is older than the last one does not run', async () => {
    await rig.at(at(2));
    const before = rig.runs.length;
    const work = { tenantId: 'acme', is: 'schedule', name: 'often', slot: at(1), trigger: 'slot' } as const;
    await rig.api.background.work({ Records: [{ messageId: '1', body: JSON.stringify(work) }] });
    expect(rig.runs).toHaveLength(before);
  });

  it('runs for those whose message a queue has lost, once slots are repeated', async () => {
    rig.to(at(1));
    await rig.tick();
    const { messages } = rig.api.background;
    for (let lost = messages.receive(); lost; lost = messages.receive()) messages.delete(lost);
    expect(rig.runs).toEqual([]);
    await repeatSlots(rig.api.control);
    expect(tenants(await rig.at(at(1, 10)))).toEqual(BOTH);
    const before = rig.runs.length;
    await repeatSlots(rig.api.control);
    expect(await rig.at(at(1, 20))).toEqual([]);
    expect(rig.runs).toHaveLength(before);
  });

  it('of a schedule whose times have changed is the next one', async () => {
    await rig.at(at(1));
    const { jobParts, background } = rig.api;
    const schedules = jobParts.platform.schedules.map((info) => ({
      ...info,
      cron: '5,15,25,35,45,55 * * * *',
    }));
    const queue = workQueueOf(background.messages);
    const send = (): Promise<number> =>
      sendSlots(
        { control: rig.api.control, queue, schedules, now: () => rig.now(), holder: 'test' },
        Infinity,
      );
    rig.to(at(1, 301));
    expect(await send()).toBe(0);
    rig.to(at(2, 301));
    expect(await send()).toBe(2);
  });
});

describe('a run', () => {
  it('writes inside its tenant, and knows its slot and its key', async () => {
    const keys: string[] = [];
    run = async ({ store, key, slot, scope }) => {
      keys.push(key);
      await store.trusted['Label']?.create({ id: 'a-label', name: `${scope.tenantId} ${slot}` });
    };
    await rig.at(at(1));
    expect(new Set(keys)).toEqual(new Set([`often@${at(1)}`]));
    for (const [user, tenant] of [
      ['alice', 'acme'],
      ['carol', 'globex'],
    ] as const) {
      const { data } = await rig.api.ask(user, '{ getLabel(id: "a-label") { name } }');
      expect(data).toEqual({ getLabel: { name: `${tenant} ${at(1)}` } });
    }
  });

  it('that fails without retries is not repeated, and the audit has its failure', async () => {
    run = ({ scope }) =>
      scope.tenantId === 'acme' ? Promise.reject(new Error('a secret')) : Promise.resolve();
    await rig.at(at(1));
    expect((await rig.record('acme'))?.slot).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect((await rig.record('globex'))?.slot).toMatchObject({ status: 'DONE', attempts: 1, error: null });
    expect(await rig.at(at(1, 300))).toEqual([]);
    const { records } = await rig.api.control.list('events', 'acme');
    const failed = records.filter(({ action }) => action === 'schedule.failed');
    expect(failed).toMatchObject([{ outcome: 'REFUSED', detail: { slot: at(1), attempts: 1 } }]);
    expect(JSON.stringify(failed)).not.toContain('a secret');
  });
});

describe('a run that throws', () => {
  it.each([
    ['before its first await', new Error('a secret')],
    ['undefined', undefined],
    ['null', null],
    ['a text', 'a secret'],
  ])('%s has failed, and its message does not come again', async (_what, thrown) => {
    run = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the code of an owner throws anything
      throw thrown;
    };
    await rig.at(at(1));
    expect((await rig.record('acme'))?.slot).toMatchObject({
      status: 'FAILED',
      error: 'An unexpected error: the log of the platform has it.',
    });
    expect(rig.api.background.messages.nextAt()).toBeNull();
  });
});

describe('a tenant', () => {
  const life = async (mutation: string): Promise<void> => {
    expect((await rig.api.askOperator('opal', `mutation { ${mutation} { id } }`)).errors).toEqual([]);
  };

  it('that is suspended has no run until it is resumed', async () => {
    await life('suspendTenant(id: "acme", mode: READ_ONLY, reason: "No payment.")');
    expect(tenants(await rig.at(at(1)))).not.toContain('acme');
    await life('resumeTenant(id: "acme")');
    expect(tenants(await rig.at(at(1, 60)))).toEqual([]);
    expect(tenants(await rig.at(at(2)))).toContain('acme');
  });

  it('that is suspended after the message was sent has no run either', async () => {
    rig.to(at(1));
    await rig.tick();
    await life('suspendTenant(id: "acme", mode: BLOCKED, reason: "No payment.")');
    await rig.behind.work();
    expect(tenants(rig.runs)).not.toContain('acme');
    expect(await rig.record('acme')).toBeNull();
  });

  it('that is being moved has its run after the move', async () => {
    rig.to(at(1));
    await rig.api.register.changeTenant('acme', { status: 'MOVING' });
    await rig.tick();
    await rig.behind.work();
    expect(tenants(rig.runs)).not.toContain('acme');
    await rig.api.register.changeTenant('acme', { status: 'ACTIVE' });
    rig.to(at(1, 61));
    await rig.behind.work();
    expect(tenants(rig.runs)).toContain('acme');
  });

  it('that is being purged has no run, and no record', async () => {
    rig.to(at(1));
    await rig.tick();
    await rig.api.register.changeTenant('acme', { status: 'PURGING' });
    await rig.behind.work();
    expect(tenants(rig.runs)).not.toContain('acme');
    expect(await rig.record('acme')).toBeNull();
  });
});

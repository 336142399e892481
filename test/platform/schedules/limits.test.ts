import { openScheduleRuns } from '../../../src/lambda/run-schedule.ts';
import { limitsOf } from '../plans-for-tests.ts';
import { openScheduleRig, slot, type RunContext, type ScheduleRig } from './schedule-rig.ts';

let rig: ScheduleRig;
afterEach(() => rig.api.close());

/** Returns the error of acme's last run. */
const errorOf = async (): Promise<string | null | undefined> => (await rig.record('acme'))?.slot?.error;

test('a run creates no more rows than the plan of its tenant allows', async () => {
  const plans = {
    enterprise: { name: 'enterprise', limits: limitsOf({ itemsPerModel: 6 }), features: [] },
  };
  let created = 0;
  rig = await openScheduleRig({
    limits: true,
    plans,
    run: async ({ store, scope }) => {
      for (let at = 0; scope.tenantId === 'acme' && at < 10; at += 1) {
        await store.trusted['Label']?.create({ name: `label ${at}` });
        created += 1;
      }
    },
  });
  await rig.at(slot(1));
  expect(await errorOf()).toBe(
    'The plan of this tenant allows 6 rows of Label: delete some, or change the plan.',
  );
  expect(created).toBeLessThan(6);
});

test('a run that does not end has failed when its time is over, and its store takes no further call', async () => {
  const late: { readonly context: RunContext; readonly go: () => void }[] = [];
  rig = await openScheduleRig();
  const { jobParts } = rig.api;
  const endless = {
    cron: '*/10 * * * *',
    run: (context: RunContext) =>
      new Promise<void>((resolve) => {
        late.push({ context, go: resolve });
      }),
  };
  const run = openScheduleRuns({
    parts: jobParts,
    schedules: { often: endless },
    limiter: null,
    log: () => undefined,
    limit: 20,
  });
  rig.to(slot(1));
  const outcome = await run({ tenantId: 'acme', name: 'often', slot: slot(1), trigger: 'slot' });
  expect(outcome).toEqual({ is: 'FAILED' });
  expect(await errorOf()).toBe('The request took too long: try again, or ask for less at once.');
  const [{ context, go } = { context: null, go: () => undefined }] = late;
  expect(context?.signal.aborted).toBe(true);
  await expect(context?.store.trusted['Label']?.create({ name: 'too late' })).rejects.toThrow(
    'took too long',
  );
  go();
});

test('a tenant that its own requests have throttled still gets its runs', async () => {
  const limits = limitsOf({ requestsPerSecond: 1, burstSeconds: 1 });
  rig = await openScheduleRig({
    limits: true,
    plans: { enterprise: { name: 'enterprise', limits, features: [] } },
  });
  rig.to(slot(1));
  const codes: unknown[] = [];
  for (let at = 0; at < 5; at += 1)
    for (const { extensions } of (await rig.api.ask('alice', '{ me { id } }')).errors)
      codes.push(extensions['code']);
  expect(codes).toContain('THROTTLED');
  await rig.tick();
  await rig.behind.work();
  expect(rig.runs.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'globex']);
});

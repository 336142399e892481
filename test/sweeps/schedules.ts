import { openControl } from '../../src/store/index.ts';
import type { JobParts, WorkQueue } from '../../src/platform/index.ts';
import { createWorkHandler, type WorkHandler } from '../../src/lambda/work-handler.ts';
import { workQueueOf } from '../../src/local/background.ts';
import { deliver } from '../../src/local-cloud/sqs/index.ts';
import { openScheduleRig, slot, type ScheduleRig } from '../platform/schedules/schedule-rig.ts';
import type { Depth } from './sample.ts';

/** How a call fails: it throws before it does anything, or its process dies after it and no later call does anything. */
type Failure = 'error' | 'death';

/** What ends a process at one of its calls. */
class Fault {
  calls = 0;
  isDead = false;
  readonly #fatal: number;
  readonly #failure: Failure;

  constructor(fatal: number, failure: Failure) {
    this.#fatal = fatal;
    this.#failure = failure;
  }

  get hasFailed(): boolean {
    return this.calls >= this.#fatal;
  }

  readonly failing =
    <Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      this.calls += 1;
      const isLast = this.calls === this.#fatal;
      if (this.isDead || (isLast && this.#failure === 'error')) throw new Error('killed before');
      const result = await call(...given);
      if (!isLast) return result;
      this.isDead = true;
      throw new Error('killed after');
    };
}

/** Opens the function of work in a process that a fault ends. */
function openWork({ api }: ScheduleRig, { failing }: Fault): WorkHandler {
  const { jobParts, background, parts } = api;
  const controlSend = failing(jobParts.controlSend);
  const queue: WorkQueue = { send: failing((...sent) => workQueueOf(background.messages).send(...sent)) };
  const inner: JobParts = {
    ...jobParts,
    controlSend,
    scopeOf: failing(jobParts.scopeOf),
    sendOf: (...of) => failing(jobParts.sendOf(...of)),
    platform: { ...jobParts.platform, control: openControl(controlSend) },
  };
  return createWorkHandler({ parts: inner, queue, log: () => undefined, schedules: parts.schedules });
}

/** Ticks each minute and takes all messages, with their redeliveries, until the next slot is near. */
async function runAll(rig: ScheduleRig, number: number, fault: Fault): Promise<void> {
  const { messages } = rig.api.background;
  let work = openWork(rig, fault);
  const revive = (): void => {
    if (!fault.isDead) return;
    fault.isDead = false;
    // Another process has another name.
    work = openWork(rig, fault);
  };
  for (let seconds = 0; seconds < 590; seconds += 30) {
    rig.to(slot(number, seconds));
    await work({ slots: true }).catch(() => undefined);
    revive();
    for (let message = messages.receive(); message; message = messages.receive()) {
      await deliver(messages, message, work).catch(() => undefined);
      revive();
    }
  }
}

/**
 * Tests that a process may end at every call between a tick and the end of the runs, or at each fifth: without retries a
 * slot runs at most once for a tenant, and with retries it runs, and never more often than they allow.
 */
export function sweepSchedules(depth: Depth): void {
  const step = depth === 'deep' ? 1 : 5;

  test.each<readonly [Failure, number]>([
    ['error', 0],
    ['death', 0],
    ['error', 2],
    ['death', 2],
  ])(
    'after the %s of a process at any call, a slot with %i retries keeps its promise',
    async (failure, retries) => {
      const rig = await openScheduleRig({
        schedule: { retries },
        run: async ({ store, key, scope }) => {
          const id = `${key.replaceAll(/\W/g, '-')}-${scope.tenantId}`;
          const label = store.trusted['Label'];
          if (!(await label?.get({ id }))) await label?.create({ id, name: key });
        },
      });
      let rounds = 0;
      for (let fatal = 1, isOver = false; !isOver; fatal += step) {
        rounds += 1;
        const before = rig.runs.length;
        const fault = new Fault(fatal, failure);
        await runAll(rig, rounds, fault);
        const seen = rig.runs.slice(before);
        for (const tenant of ['acme', 'globex']) {
          const runs = seen.filter((run) => run.tenant === tenant);
          const record = await rig.record(tenant);
          expect([fatal, tenant, new Set(runs.map((run) => run.slot)).size]).toEqual([
            fatal,
            tenant,
            runs.length > 0 ? 1 : 0,
          ]);
          expect(runs.length).toBeLessThanOrEqual(retries + 1);
          expect([fatal, tenant, record?.slot?.slot]).toEqual([fatal, tenant, slot(rounds)]);
          if (retries > 0) expect([fatal, tenant, record?.slot?.status]).toEqual([fatal, tenant, 'DONE']);
          else expect(['DONE', 'FAILED']).toContain(record?.slot?.status);
        }
        isOver = !fault.hasFailed;
      }
      expect(rounds * step).toBeGreaterThan(20);
      await rig.api.close();
    },
  );
}

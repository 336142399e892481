import { isGone, isRefusal, NoTenant, timeLimit, type Scope } from '../tenant/index.ts';
import { newId, refreshingSend } from '../store/index.ts';
import type { CustomSchedules } from '../engine/index.ts';
import {
  claimRun,
  openAuditRecorder,
  RUN_LIMIT,
  settleRun,
  type JobParts,
  type Limiter,
  type Outcome,
  type RunId,
} from '../platform/index.ts';
import { contextOf, describeError, withinDeadline, type Log } from '../server/index.ts';

export interface ScheduleParts {
  readonly parts: JobParts;
  readonly schedules: CustomSchedules;
  /** Limits the rows of tenants by their plans. Null limits none. */
  readonly limiter: Limiter | null;
  readonly log: Log;
  /** Milliseconds of a run, by default `RUN_LIMIT`. */
  readonly limit?: number;
}

/** Runs a schedule for a tenant, if it is due and no other process has run it. */
export type RunSchedule = (run: RunId) => Promise<Outcome>;

/**
 * Opens the runs of the application's schedules. A run acts inside the scope of a job of its tenant, with the ceilings of
 * the plan, for at most `RUN_LIMIT`. It spends no tokens of the plan's rates: a tenant that is throttled by its own
 * requests still gets its runs.
 */
export function openScheduleRuns({
  parts,
  schedules,
  limiter,
  log,
  limit = RUN_LIMIT,
}: ScheduleParts): RunSchedule {
  const { platform, sendOf, scopeOf } = parts;
  const { control, now } = platform;
  const recorder = openAuditRecorder(control, now, (error) => {
    log({ level: 'error', message: 'audit: an event was not written', ...describeError(error) });
  });

  const attemptIn = async (scope: Scope, run: RunId, attempt: number): Promise<void> => {
    const { name, slot } = run;
    const deadline = timeLimit(limit);
    const send = refreshingSend(sendOf, scope, { open: () => scopeOf(scope.tenantId, why(name)), now });
    const runLog: Log = (entry) => {
      log({ schedule: name, slot, ...entry });
    };
    const request = {
      ...{ requestId: newId(), ip: null, idempotencyKeys: [] },
      ...{ until: performance.now() + limit, deadline },
    };
    const context = contextOf(
      { platform, sendOf: () => send, recorder, log: runLog, limiter },
      scope,
      request,
    );
    const work = async (): Promise<void> => {
      await schedules[name]?.run({
        scope,
        store: context.store,
        slot,
        key: `${name}@${slot}`,
        attempt,
        signal: deadline,
        log: (message, detail) => {
          context.log({ level: 'info', message, detail });
        },
      });
    };
    await withinDeadline(deadline, work());
  };

  const reasonOf = (error: unknown, run: RunId, attempt: number): string => {
    log({
      level: 'error',
      message: 'schedule failed',
      ...{ tenantId: run.tenantId, schedule: run.name, slot: run.slot, attempt },
      ...describeError(error),
    });
    // Other errors may say what tenants must not read.
    return isRefusal(error) ? error.message : 'An unexpected error: the log of the platform has it.';
  };

  return async (run) => {
    const { tenantId, name } = run;
    const retries = schedules[name]?.retries ?? 0;
    const claim = await claimRun({ control, now }, run, Object.hasOwn(schedules, name) ? retries : -1);
    if (claim.is === 'later') return { is: 'LATER', at: claim.at };
    if (claim.is === 'over') return { is: 'GONE' };
    const { attempt } = claim;
    let error: string | null = null;
    try {
      const scope = await scopeOf(tenantId, why(name));
      if (isGone(scope.tenant)) return { is: 'GONE' };
      await attemptIn(scope, run, attempt);
    } catch (thrown) {
      if (thrown instanceof NoTenant) return { is: 'GONE' };
      error = reasonOf(thrown, run, attempt);
    } finally {
      await recorder.idle();
    }
    const again = await settleRun({ control, now }, run, { attempt, retries, error });
    if (again !== null) return { is: 'LATER', at: again };
    return { is: error === null ? 'DONE' : 'FAILED' };
  };
}

/** The reason of the scope, which the audit of rows names as the actor. */
function why(name: string): string {
  return `schedule ${name}`;
}

import type { JobStarter, JobParts } from '../platform/index.ts';
import type { JobRecord } from '../store/index.ts';
import { runJob } from '../platform/index.ts';
import { passed } from './periodic.ts';

/** Milliseconds that a job runs before the runner checks whether to stop. */
const SLICE = 1_000;

/** A runner of jobs in this process, as soon as they are requested. */
export interface JobRunner extends JobStarter {
  /** Starts all open jobs that do not run. Those that an earlier process died with begin last, and one after the other. */
  resume(): Promise<void>;
  /** Resolves when no job is running any more. */
  stop(): Promise<void>;
}

/**
 * Opens a runner. No other process uses the data directory, so it takes over the jobs of an earlier process
 * at once.
 * @param use runs each slice of a job; by default at once
 */
export function openJobRunner(
  parts: () => JobParts,
  use: <R>(work: () => Promise<R>) => Promise<R> = (work) => work(),
): JobRunner {
  const working = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const work = async (tenantId: string, id: string, onSlice: () => void): Promise<void> => {
    let alone = true;
    while (!stopping.signal.aborted) {
      const { platform } = parts();
      const isFirst = alone;
      const outcome = await use(() =>
        runJob(parts(), tenantId, id, { until: platform.now() + SLICE, alone: isFirst }),
      );
      alone = false;
      onSlice();
      if (outcome.is !== 'LATER') return;
      await passed(outcome.at - platform.now(), stopping.signal);
    }
  };

  /** Starts a job. Resolves after its first slice. */
  const begin = ({ tenantId, id }: Parameters<JobStarter['start']>[0]): Promise<void> =>
    new Promise((resolve) => {
      if (working.has(id) || stopping.signal.aborted) {
        resolve();
        return;
      }
      const run = work(tenantId, id, resolve)
        .catch((error: unknown) => {
          parts().onError({ tenantId, id }, error);
        })
        .finally(() => {
          working.delete(id);
          resolve();
        });
      working.set(id, run);
    });

  const start: JobStarter['start'] = (job) => {
    void begin(job);
  };

  const beginInTurn = async (jobs: readonly JobRecord[]): Promise<void> => {
    for (const job of jobs) await begin(job);
  };

  return {
    start,
    async resume() {
      const tried: JobRecord[] = [];
      for await (const job of parts().platform.control.all('openJobs', ''))
        if (job.attempts === 0) start(job);
        else tried.push(job);
      // A job that was tried before may end this process, so it claims its attempt after the others did.
      void beginInTurn(tried.sort((a, b) => a.attempts - b.attempts));
    },
    async stop() {
      stopping.abort();
      await Promise.all(working.values());
    },
  };
}

import type { JobStarter, JobParts } from '../platform/index.ts';
import { runJob } from '../platform/index.ts';

/** Milliseconds of work before a look at whether to stop. */
const SLICE = 1_000;

/** Works on jobs in this process, as soon as they are asked for. */
export interface JobRunner extends JobStarter {
  /** Takes up the jobs that are open. */
  resume(): Promise<void>;
  /** Settles when nothing is worked on any more. */
  stop(): Promise<void>;
}

/** Opens a runner. No other process works on the data directory, so that what an earlier one left is taken up at once. */
export function openJobRunner(parts: () => JobParts): JobRunner {
  const working = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const work = async (tenantId: string, id: string): Promise<void> => {
    let alone = true;
    while (!stopping.signal.aborted) {
      const { platform } = parts();
      const outcome = await runJob(parts(), tenantId, id, { until: platform.now() + SLICE, alone });
      alone = false;
      if (outcome.is !== 'LATER') return;
      await until(outcome.at - platform.now(), stopping.signal);
    }
  };

  const start: JobStarter['start'] = ({ tenantId, id }) => {
    if (working.has(id) || stopping.signal.aborted) return;
    const run = work(tenantId, id)
      .catch((error: unknown) => {
        parts().onError({ tenantId, id }, error);
      })
      .finally(() => working.delete(id));
    working.set(id, run);
  };

  return {
    start,
    async resume() {
      for await (const job of parts().platform.control.all('openJobs', '')) start(job);
    },
    async stop() {
      stopping.abort();
      await Promise.all(working.values());
    },
  };
}

/** Waits some milliseconds, or until told to stop. */
function until(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (delay <= 0 || signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    signal.addEventListener('abort', end);
  });
}

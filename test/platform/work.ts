import { runJob } from '../../src/platform/index.ts';
import type { TestApi } from '../api.ts';

/** Runs the open jobs of a tenant until none is left. Calls `wait` with the time until which a job waits. */
export async function workOn(api: TestApi, tenant: string, wait: (until: number) => void): Promise<void> {
  for (let open = true; open;) {
    open = false;
    for await (const { tenantId, id } of api.control.all('openJobs', '')) {
      if (tenantId !== tenant) continue;
      const outcome = await runJob(api.jobParts, tenantId, id, { until: Infinity });
      if (outcome.is === 'LATER') wait(outcome.at);
      open = true;
    }
  }
}

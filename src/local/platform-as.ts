import { openBuckets, openControl, openUsageLedger, type Archives, type Send } from '../store/index.ts';
import type { PlatformParts } from '../platform/index.ts';

/**
 * Returns the parts of the platform for another function of this process, which reaches the control table and
 * archives with its own role.
 */
export function withRole(platform: PlatformParts, controlSend: Send, archives: Archives): PlatformParts {
  return {
    ...platform,
    control: openControl(controlSend),
    buckets: openBuckets(controlSend),
    archives,
    // All functions share the counters in memory. Each reads the ledger with its own role.
    meter: { ...platform.meter, ledger: openUsageLedger(controlSend) },
  };
}

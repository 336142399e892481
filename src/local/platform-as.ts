import { openBuckets, openControl, openUsageLedger, type Archives, type Send } from '../store/index.ts';
import type { PlatformParts } from '../platform/index.ts';

/** The parts of the platform for another function of this process, whose own role reaches the control table and archives. */
export function withRole(platform: PlatformParts, controlSend: Send, archives: Archives): PlatformParts {
  return {
    ...platform,
    control: openControl(controlSend),
    buckets: openBuckets(controlSend),
    archives,
    // What is counted stands in the memory of this process; what was counted is read by the function that asks.
    meter: { ...platform.meter, ledger: openUsageLedger(controlSend) },
  };
}

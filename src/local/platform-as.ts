import { openBuckets, openControl, openUsageLedger, type Send } from '../store/index.ts';
import type { PlatformParts } from '../platform/index.ts';

/** The parts of the platform for another function of this process, whose own role reaches the control table. */
export function platformAs(platform: PlatformParts, controlSend: Send): PlatformParts {
  return {
    ...platform,
    control: openControl(controlSend),
    buckets: openBuckets(controlSend),
    // What is counted stands in the memory of this process; what was counted is read by the function that asks.
    meter: { ...platform.meter, ledger: openUsageLedger(controlSend) },
  };
}

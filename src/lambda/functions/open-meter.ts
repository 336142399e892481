import { inParallel } from '../../tenant/index.ts';
import { openBuckets, openControl, openUsageLedger } from '../../store/index.ts';
import { isLiving, isMonthNearlyUsed, type TenantWork } from '../../platform/index.ts';

import { createMeterHandler, type MeterHandler } from '../meter-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type MeterParts = Pick<
  SystemParts,
  'controlSendOf' | 'lines' | 'plans' | 'queue' | 'sendsMail' | 'bus' | 'now' | 'log'
>;

/** Maximum number of tenants whose quotas are read at once. */
const TENANTS_IN_PARALLEL = 32;

/** Opens the function that counts usage from the log; a schedule calls it every hour. */
export function openMeter({
  controlSendOf,
  lines,
  plans,
  queue,
  sendsMail,
  bus,
  now,
  log,
}: MeterParts): MeterHandler {
  const send = controlSendOf('meter');
  const control = openControl(send);
  const ledger = openUsageLedger(send);
  const buckets = openBuckets(send);
  const quotasOf = async (tenantId: string): Promise<readonly TenantWork[]> => {
    const tenant = await control.get('tenant', { id: tenantId });
    const isNear = tenant !== null && (await isMonthNearlyUsed({ buckets, plans, now }, tenant));
    return isNear ? [{ tenantId, is: 'quotas' }] : [];
  };
  return createMeterHandler({
    ...{ lines, ledger, bus, now, log },
    // What a purge has deleted must not come back.
    isKept: (tenantId) => isLiving(control, tenantId),
    // The function `work` writes the mails: this one may write no record of a tenant.
    async onCounted(tenantIds) {
      if (!sendsMail) return;
      const work = (await inParallel(tenantIds, TENANTS_IN_PARALLEL, quotasOf)).flat();
      if (work.length > 0) await queue.send(work);
    },
  });
}

import { openControl, openUsageLedger } from '../../store/index.ts';
import { isLiving } from '../../platform/index.ts';

import { createMeterHandler, type MeterHandler } from '../meter-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type MeterParts = Pick<SystemParts, 'controlSendOf' | 'lines' | 'bus' | 'now' | 'log'>;

/** Opens the function that counts usage from the log; a schedule calls it every hour. */
export function openMeter({ controlSendOf, lines, bus, now, log }: MeterParts): MeterHandler {
  const send = controlSendOf('meter');
  const control = openControl(send);
  const ledger = openUsageLedger(send);
  // What a purge has deleted must not come back.
  return createMeterHandler({
    lines,
    ledger,
    bus,
    now,
    log,
    isKept: (tenantId) => isLiving(control, tenantId),
  });
}

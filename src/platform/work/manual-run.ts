import type { TenantWork } from './work.ts';

/** Returns the work of a run of a schedule that an administrator asked for, by the id of its record. */
export function workOfManualRun(tenantId: string, id: string): TenantWork {
  const [name = '', slot = ''] = id.split('@');
  return { tenantId, is: 'schedule', name, slot, trigger: 'manual' };
}

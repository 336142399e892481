import type { TenantRecord } from './directory.ts';
import { isRefusal, Refusal } from './refusal.ts';

/** What its members are told while the rows of a tenant are on their way to another table. */
export const BEING_MOVED = 'This tenant is being moved: it can be read, but not changed, for a moment.';

/** @throws {Refusal} READ_ONLY while the rows of a tenant are on their way to another table */
export function requireNotMoving({ status }: Pick<TenantRecord, 'status'>): void {
  if (status === 'MOVING') throw new Refusal('READ_ONLY', BEING_MOVED);
}

/** Whether work on the rows of a tenant was refused because they are on their way: it can be done again later. */
export function isDeferredByMove(error: unknown): boolean {
  return isRefusal(error) && error.code === 'READ_ONLY';
}

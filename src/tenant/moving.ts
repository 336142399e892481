import type { TenantRecord } from './directory.ts';
import { isRefusal, Refusal } from './refusal.ts';

/** The message for members while a job moves the tenant's rows to another table. */
export const BEING_MOVED = 'This tenant is being moved: it can be read, but not changed, for a moment.';

/** @throws {Refusal} READ_ONLY while a job moves the tenant's rows to another table */
export function requireNotMoving({ status }: Pick<TenantRecord, 'status'>): void {
  if (status === 'MOVING') throw new Refusal('READ_ONLY', BEING_MOVED);
}

/** Returns whether a move refused work on the rows of a tenant. The caller can retry it later. */
export function isDeferredByMove(error: unknown): boolean {
  return isRefusal(error) && error.code === 'READ_ONLY';
}

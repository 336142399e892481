import type { TenantRecord } from './directory.ts';
import { BEING_MOVED } from './moving.ts';
import { notAMember } from './name-tenant.ts';
import { Refusal } from './refusal.ts';

/**
 * Returns null if members may do everything in a tenant of this state, or the reason why they may only read.
 * @throws {Refusal} TENANT_SUSPENDED, or FORBIDDEN as for a tenant that never existed
 */
export function readOnlyReason({ status, suspension }: TenantRecord): string | null {
  switch (status) {
    case 'ACTIVE':
      return null;
    case 'SUSPENDED':
      if (suspension?.mode === 'READ_ONLY')
        return 'This tenant is suspended: it can be read, but not changed.';
      throw suspended();
    case 'MOVING':
      return BEING_MOVED;
    case 'OFFBOARDING':
      // Closing a tenant must not lift a suspension.
      if (suspension?.mode === 'BLOCKED') throw suspended();
      return 'This tenant is being closed: it can be read and exported, but not changed.';
    case 'PROVISIONING':
      throw new Refusal('TENANT_SUSPENDED', 'This tenant is being set up: try again in a moment.');
    case 'PURGING':
    case 'DELETED':
      throw notAMember();
    default:
      return status satisfies never;
  }
}

function suspended(): Refusal {
  return new Refusal('TENANT_SUSPENDED', 'This tenant is suspended: ask the operator of this service.');
}

import type { Tenant } from '../../platform/generated/operator.ts';
import type { Outcome } from './command.ts';
import { facts } from './table.ts';

/** The fields of a tenant that the commands show. */
export const TENANT =
  'id name status statusReason suspensionMode graceEndsAt plan isolation allowImpersonation seats owners createdAt';

export function tenantOutcome(tenant: Tenant): Outcome {
  return { json: tenant, text: facts(tenantFacts(tenant)) };
}

/** Returns what the commands print of a tenant for people. */
export function tenantFacts(tenant: Tenant): Readonly<Record<string, unknown>> {
  const { id, name, status, statusReason, suspensionMode, graceEndsAt, plan, isolation, seats, createdAt } =
    tenant;
  return {
    id,
    name,
    status,
    suspension: suspensionMode,
    reason: statusReason,
    'grace ends': graceEndsAt,
    plan,
    isolation,
    seats,
    created: createdAt,
  };
}

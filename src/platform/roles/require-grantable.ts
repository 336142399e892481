import type { Model } from '../../model/index.ts';
import { Refusal, rightsOf, type Scope, type TenantRecord } from '../../tenant/index.ts';

import { firstMissingRight } from './granted-roles.ts';
import { requireRoles } from './role-names.ts';

/** What someone is about to give away. */
export interface Grant {
  /** Names of roles of the tenant, or, with `permissions`, the name of the role that is being written. */
  readonly roles: readonly string[];
  /** What a role that is being written brings. */
  readonly permissions?: readonly string[];
  /** The most that a key may do, whatever its roles: as `scopes` of an ApiKeyRecord. */
  readonly scopes?: readonly string[] | null;
}

/**
 * The law of roles: nobody grants a right that they do not hold. Ask it before a member, an invitation, a role or a key
 * gets its roles.
 * @param tenant as read in the transaction that writes, so that a role which changed meanwhile is not granted unseen
 * @throws {Refusal} FORBIDDEN that names the first right that the caller does not hold; INVALID_ARGUMENTS for a name that
 * is no role of the tenant
 */
export function requireGrantable(
  scope: Scope,
  model: Model,
  { roles, permissions, scopes = null }: Grant,
  tenant: TenantRecord = scope.tenant,
): void {
  if (!permissions) requireRoles(model, tenant, roles);
  const rights = rightsOf(roles, tenant, scopes);
  const grants = [...rights.grants, ...(permissions ?? [])];
  const granted = { tenantId: scope.tenantId, groups: roles, rights: { ...rights, grants } };
  const beyond = firstMissingRight(model, scope.caller, granted);
  if (beyond !== null)
    throw new Refusal('FORBIDDEN', `You cannot grant "${beyond}": you do not hold it yourself.`);
}

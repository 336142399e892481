import type { Model } from '../../model/index.ts';
import { Refusal, rightsOf, type Scope, type TenantRecord } from '../../tenant/index.ts';

import { firstMissingRight } from './granted-roles.ts';
import { requireRoles } from './role-names.ts';

/** The rights that a caller is about to grant. */
export interface Grant {
  /** Names of the tenant's roles. With `permissions`, the name of the role that is being written. */
  readonly roles: readonly string[];
  /** The permissions of the role that is being written. */
  readonly permissions?: readonly string[];
  /** The bound of a key, whatever its roles: `scopes` of an ApiKeyRecord. */
  readonly scopes?: readonly string[] | null;
}

/**
 * Checks that a caller grants no right that they lack. Call it before a member, an invitation, a role or a
 * key gets its roles.
 * @param tenant the tenant as the writing transaction reads it, so that a role that has changed meanwhile is
 * seen
 * @throws {Refusal} FORBIDDEN with the first right that the caller lacks; INVALID_ARGUMENTS if a role does
 * not exist
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

import type { Model } from '../../model/index.ts';
import type { Control } from '../../store/index.ts';
import { isBuiltInRole, Refusal, type RoleRecord, type TenantRecord } from '../../tenant/index.ts';

import { requireKnownPermissions } from './permissions.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const MAX_ROLES = 50;
const MAX_PERMISSIONS = 100;
const MAX_DESCRIPTION = 500;

/**
 * Checks that a tenant may give a role of its own this name.
 * @throws {Refusal} INVALID_ARGUMENTS
 */
export function requireFreeName(tenant: TenantRecord, name: string): void {
  if (!NAME.test(name))
    throw new Refusal(
      'INVALID_ARGUMENTS',
      'The field "name" must be a letter, then letters, digits, "-" and "_", 64 characters at most.',
    );
  if (isBuiltInRole(name.toUpperCase()))
    throw new Refusal('INVALID_ARGUMENTS', `"${name}" is a role that every tenant has: choose another name.`);
  if (Object.hasOwn(tenant.roles, name))
    throw new Refusal('ALREADY_EXISTS', `There is a role "${name}" already: update it.`);
  if (Object.keys(tenant.roles).length >= MAX_ROLES)
    throw new Refusal(
      'QUOTA_EXCEEDED',
      `A tenant has at most ${MAX_ROLES} roles of its own: delete one first.`,
    );
}

/**
 * Returns a role that the tenant created.
 * @throws {Refusal} NOT_FOUND if it created no such role
 */
export function requireOwnRole(tenant: TenantRecord, name: string): RoleRecord {
  const role = Object.hasOwn(tenant.roles, name) ? tenant.roles[name] : undefined;
  if (!role) throw new Refusal('NOT_FOUND', `The tenant has no role "${name}" of its own.`);
  return role;
}

/**
 * Returns a role after checking it.
 * @throws {Refusal} INVALID_ARGUMENTS if the description is too long or a permission does not exist
 */
export function checkedRole(model: Model, { description, permissions }: RoleRecord): RoleRecord {
  if ((description?.length ?? 0) > MAX_DESCRIPTION)
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The field "description" has at most ${MAX_DESCRIPTION} characters.`,
    );
  const unique = [...new Set(permissions)];
  if (unique.length > MAX_PERMISSIONS)
    throw new Refusal('INVALID_ARGUMENTS', `The field "permissions" has at most ${MAX_PERMISSIONS} entries.`);
  requireKnownPermissions(model, unique);
  return { description, permissions: unique };
}

/** Returns the tenant without one of its roles. */
export function withoutRole(tenant: TenantRecord, name: string): TenantRecord {
  const roles = Object.entries(tenant.roles).filter(([each]) => each !== name);
  return { ...tenant, roles: Object.fromEntries(roles) };
}

/**
 * Checks that no member, invitation or key has the role. A grant reads the tenant's record in its
 * transaction, so no caller can grant the role meanwhile.
 * @throws {Refusal} STILL_REFERENCED
 */
export async function requireUnused(
  control: Control,
  { id }: TenantRecord,
  name: string,
  now: number,
): Promise<void> {
  const inUse = (by: string): Refusal =>
    new Refusal(
      'STILL_REFERENCED',
      `The role "${name}" is still held by ${by}: give them another one first.`,
    );
  for await (const { roles } of control.all('members', id)) if (roles.includes(name)) throw inUse('a member');
  for await (const { roles, status, expiresAt } of control.all('invitations', id))
    if (status === 'PENDING' && Date.parse(expiresAt) > now && roles.includes(name))
      throw inUse('an invitation');
  for await (const { roles, revokedAt, expiresAt } of control.all('apiKeys', id))
    if (revokedAt === null && Date.parse(expiresAt) > now && roles.includes(name)) throw inUse('an API key');
}

import type { TenantRecord } from './directory.ts';

/**
 * What a caller may do beside, and at most of, what `@auth` says. A permission is `Type:operation`, where operation is
 * `read`, `create`, `update`, `delete`, or a word of a field's `@permission`; `*` stands for any type or operation.
 * For a custom field without `@permission` the type is `Query` or `Mutation` and the operation is the field's name.
 */
export interface Rights {
  /** An owner of the tenant: holds every role and every permission that there is in it. */
  readonly owner: boolean;
  /** Permissions of the caller's roles: they open what `@auth` does not. */
  readonly grants: readonly string[];
  /** The most that the caller may do, whatever else allows it; null: no bound. */
  readonly atMost: readonly string[] | null;
}

/** Two words, or `*` in place of either. */
export const PERMISSION_PATTERN = /^(\*|[A-Za-z_][A-Za-z0-9_.]{0,127}):(\*|[A-Za-z_][A-Za-z0-9_]{0,127})$/;

/** The roles that every tenant has. */
export const BUILT_IN_ROLES = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** What every member may do, whatever their roles. */
const EVERYONE = ['Me:*', 'Tenant:read', 'TenantMember:read'];

/** What an ADMIN may do of the platform; of the application, what `@auth` gives to the group `ADMIN`. */
const ADMINISTRATION = [
  'Tenant',
  'TenantMember',
  'TenantInvitation',
  'TenantRole',
  'TenantApiKey',
  'TenantAuditEvent',
  'TenantUsage',
  'TenantJob',
];

/** A viewer reads, also by queries that the schema itself declares, and looks after their own membership. */
const VIEWING = ['*:read', 'Query:*', 'Me:*'];

export function isBuiltInRole(name: string): name is BuiltInRole {
  return (BUILT_IN_ROLES as readonly string[]).includes(name);
}

/** The permissions that a role brings beside those of `@auth`; none for a name that the tenant does not know. */
export function permissionsOfRole(name: string, tenant: Pick<TenantRecord, 'roles'>): readonly string[] {
  if (name === 'ADMIN') return ADMINISTRATION.map((type) => `${type}:*`);
  return Object.hasOwn(tenant.roles, name) ? (tenant.roles[name]?.permissions ?? []) : [];
}

/** The rights of someone with these roles; `scopes` bounds them further. A viewer with another role is no mere viewer. */
export function rightsOf(
  roles: readonly string[],
  tenant: Pick<TenantRecord, 'roles'>,
  scopes: readonly string[] | null = null,
): Rights {
  const onlyViews = roles.length > 0 && roles.every((role) => role === 'VIEWER');
  return {
    owner: roles.includes('OWNER'),
    grants: [...EVERYONE, ...roles.flatMap((role) => permissionsOfRole(role, tenant))],
    atMost: narrowed(onlyViews ? VIEWING : null, scopes),
  };
}

/** The rights of a job of the platform's own, which acts by `store.trusted`. */
export const NO_RIGHTS: Rights = { owner: false, grants: [], atMost: null };

/** Whether one of the permissions covers an operation on a type; `*` is covered by `*` alone. */
export function covers(permissions: readonly string[], type: string, operation: string): boolean {
  return permissions.some((permission) => {
    const [of, to] = permission.split(':');
    return (of === '*' || of === type) && (to === '*' || to === operation);
  });
}

/** The bound that lets pass what both do, null being none: a bound is never widened by another. */
export function narrowed(
  bound: readonly string[] | null,
  by: readonly string[] | null,
): readonly string[] | null {
  if (bound === null || by === null) return bound ?? by;
  return bound.flatMap((one) => by.flatMap((other) => meet(one, other)));
}

/** The permission that covers what both of two cover, if there is anything. */
function meet(one: string, other: string): readonly string[] {
  const [[ofOne = '', toOne = ''], [ofOther = '', toOther = '']] = [one.split(':'), other.split(':')];
  const [of, to] = [narrower(ofOne, ofOther), narrower(toOne, toOther)];
  return of === null || to === null ? [] : [`${of}:${to}`];
}

function narrower(one: string, other: string): string | null {
  if (one === '*' || one === other) return other;
  return other === '*' ? one : null;
}

/** Whether the bound of the caller lets an operation pass. */
export function withinBound({ atMost }: Rights, type: string, operation: string): boolean {
  return atMost === null || covers(atMost, type, operation);
}

/** Whether the caller holds a permission, and may use it. `permission` is `Type:operation`. */
export function holds(rights: Rights, permission: string): boolean {
  const [type = '', operation = ''] = permission.split(':');
  return withinBound(rights, type, operation) && (rights.owner || covers(rights.grants, type, operation));
}

import type { TenantRecord } from './directory.ts';

/**
 * The rights of a caller in addition to `@auth`, and their upper bound.
 * A permission is `Type:operation`. The operation is `read`, `create`, `update`, `delete`, or a word of a field's
 * `@permission`. `*` means any type or operation. For a custom field without `@permission`, the type is `Query`,
 * `Mutation` or `Subscription` and the operation is the field's name.
 */
export interface Rights {
  /** True for an owner of the tenant, who has every role and every permission in it. */
  readonly owner: boolean;
  /** Permissions of the caller's roles. They allow what `@auth` does not. */
  readonly grants: readonly string[];
  /** The most that the caller may do, whatever else allows it; null means no bound. */
  readonly atMost: readonly string[] | null;
}

/** The form of a permission: `Task:update`, `*:read`, `Task:*`. */
export const PERMISSION_PATTERN = /^(\*|[A-Za-z_][A-Za-z0-9_.]{0,127}):(\*|[A-Za-z_][A-Za-z0-9_]{0,127})$/;

/** The roles that every tenant has. */
export const BUILT_IN_ROLES = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** The permissions of every member, with any role. */
const EVERYONE = ['Me:*', 'Tenant:read', 'TenantMember:read'];

/** The types of the platform on which an ADMIN may do everything. The group `ADMIN` in `@auth` gives the rest. */
const ADMINISTRATION = [
  'Tenant',
  'TenantMember',
  'TenantInvitation',
  'TenantRole',
  'TenantApiKey',
  'TenantAuditEvent',
  'TenantUsage',
  'TenantJob',
  'TenantSchedule',
  'TenantWebhook',
];

/** The subjects of the platform's permissions. No prefix of an API changes them. */
const SUBJECTS: ReadonlySet<string> = new Set([...ADMINISTRATION, 'Me', 'TenantOwnership']);

/**
 * Returns the first part of the permissions on the rows of a model: the name of the type, or `app.Tenant` for a type with
 * the name of a subject of the platform.
 */
export function rowSubject(type: string): string {
  return SUBJECTS.has(type) ? `app.${type}` : type;
}

/** The permissions of a viewer: to read, to call the schema's own queries, and to manage their own membership. */
const VIEWING = ['*:read', 'Query:*', 'Me:*'];

export function isBuiltInRole(name: string): name is BuiltInRole {
  return (BUILT_IN_ROLES as readonly string[]).includes(name);
}

/**
 * Returns the permissions that a role adds to those of `@auth`. Returns none for a name that the tenant does not know.
 */
export function permissionsOfRole(name: string, tenant: Pick<TenantRecord, 'roles'>): readonly string[] {
  if (name === 'ADMIN') return ADMINISTRATION.map((type) => `${type}:*`);
  // No record of a tenant changes what a built-in role is.
  if (isBuiltInRole(name)) return [];
  return Object.hasOwn(tenant.roles, name) ? (tenant.roles[name]?.permissions ?? []) : [];
}

/**
 * Returns the rights of a caller with these roles, bounded by `scopes`.
 * The read-only bound applies only if VIEWER is the caller's only role.
 */
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

/** The rights of a job of the platform, which acts by `store.trusted`. */
export const NO_RIGHTS: Rights = { owner: false, grants: [], atMost: null };

/** Returns whether one of the permissions covers an operation on a type. Only `*` covers `*`. */
export function covers(permissions: readonly string[], type: string, operation: string): boolean {
  return permissions.some((permission) => {
    const [typeCovered, operationCovered] = permission.split(':');
    return (
      (typeCovered === '*' || typeCovered === type) &&
      (operationCovered === '*' || operationCovered === operation)
    );
  });
}

/** Returns the bound that allows only what both bounds allow. Null means no bound. */
export function narrowed(
  bound: readonly string[] | null,
  by: readonly string[] | null,
): readonly string[] | null {
  if (bound === null || by === null) return bound ?? by;
  return bound.flatMap((left) => by.flatMap((right) => intersection(left, right)));
}

/** Returns the permission that covers what both permissions cover, or none. */
function intersection(left: string, right: string): readonly string[] {
  const [[leftType = '', leftOperation = ''], [rightType = '', rightOperation = '']] = [
    left.split(':'),
    right.split(':'),
  ];
  const [type, operation] = [narrower(leftType, rightType), narrower(leftOperation, rightOperation)];
  return type === null || operation === null ? [] : [`${type}:${operation}`];
}

/** Returns the word that both words allow, where `*` allows any; null if there is none. */
function narrower(left: string, right: string): string | null {
  if (left === '*' || left === right) return right;
  return right === '*' ? left : null;
}

/** Returns whether the caller's bound allows an operation. */
export function withinBound({ atMost }: Rights, type: string, operation: string): boolean {
  return atMost === null || covers(atMost, type, operation);
}

/**
 * Returns whether the caller has a permission within their bound.
 * @param permission `Type:operation`, such as `TenantMember:update`
 */
export function holds(rights: Rights, permission: string): boolean {
  const [type = '', operation = ''] = permission.split(':');
  return withinBound(rights, type, operation) && (rights.owner || covers(rights.grants, type, operation));
}

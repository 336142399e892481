import { decide, decideType, type Decision } from '../../engine/index.ts';
import { isRootName, type Json, type Model, type Operation, type Rule } from '../../model/index.ts';
import { holds, rowSubject, withinBound, type Caller } from '../../tenant/index.ts';

import { guardedObjects, isOfRows, knownPermissions } from './permissions.ts';
import { memoizePerModel } from './memoize-per-model.ts';

/**
 * The names of a caller's roles, and the rights that the roles grant.
 *
 * Terminology:
 * - role: a name such as `ADMIN` that a membership or a key holds.
 * - permission: a word that a role grants: `Task:update`, or a word of `@permission`.
 * - right: a string that describes one thing that a caller can do. We compare callers by their sets of
 * rights.
 * - condition: the part of a right behind ` if `. The right then covers only the rows that match it.
 * - whole right: a right without a condition: `Task:update`.
 */
export type GrantedRoles = Pick<Caller, 'tenantId' | 'groups' | 'rights'>;

const OPERATIONS: readonly Operation[] = ['get', 'list', 'listen', 'create', 'update', 'delete'];

/**
 * Returns the rights that roles grant: `Task:update` for all rows of a type, `Task:update if {…}` for some of
 * them, `Task.budget:get` for a field with its own rules, and each permission.
 */
function rightsHeld(model: Model, { groups, rights, tenantId }: GrantedRoles): ReadonlySet<string> {
  return rightsOfRoles(model, { groups, rights, tenantId });
}

const rightsOfRoles = memoizePerModel((model, roles: GrantedRoles): ReadonlySet<string> => {
  return new Set([...ofModels(model, roles), ...ofPermissions(model, roles), ...ofFields(model, roles)]);
});

/** Returns the permissions that the roles grant without a condition. */
export function permissionsHeld(model: Model, roles: GrantedRoles): readonly string[] {
  const rights = rightsHeld(model, roles);
  return knownPermissions(model).filter((permission) => {
    if (!isOfRows(model, permission) || !permission.endsWith(':read')) return rights.has(permission);
    const type = permission.slice(0, -':read'.length);
    return ['get', 'list', 'listen'].every((operation) => rights.has(`${type}:${operation}`));
  });
}

/** Returns the first right of `granted` that `granter` lacks, or null if it has all of them. */
export function firstMissingRight(model: Model, granter: GrantedRoles, granted: GrantedRoles): string | null {
  const isOwner = granter.rights.owner && granter.rights.atMost === null;
  if (granted.rights.owner) return isOwner ? null : 'OWNER';
  const own = rightsHeld(model, granter);
  for (const right of rightsHeld(model, granted)) {
    const [whole = right, condition] = right.split(CONDITION);
    // An owner holds every role, and so the rows of every group. Rows of a single user are never granted by a
    // role.
    if (isOwner && condition !== undefined) continue;
    if (!own.has(right) && !own.has(whole)) return whole;
  }
  return null;
}

/**
 * Returns a caller with these roles. The user does not matter: every user has the same rights on rows of
 * their own.
 */
export function callerWithRoles({ tenantId, groups, rights }: GrantedRoles): Caller {
  return {
    tenantId,
    userId: 'any-user',
    username: 'any-user',
    claims: {},
    expiresAt: Infinity,
    actor: { type: 'system', id: 'any-user', name: 'any-user' },
    readOnly: null,
    features: null,
    groups,
    rights,
  };
}

function* ofModels(model: Model, roles: GrantedRoles): Generator<string> {
  const caller = callerWithRoles(roles);
  for (const type of Object.values(model.models))
    for (const operation of OPERATIONS)
      yield* asRights(`${rowSubject(type.name)}:${operation}`, decideType(type, caller, operation));
}

/** Lists the rights on fields with their own rules: of model types, other objects, and the root types. */
function* ofFields(model: Model, roles: GrantedRoles): Generator<string> {
  const caller = callerWithRoles(roles);
  for (const type of Object.values(model.models))
    for (const { name, rules } of Object.values(type.fields))
      for (const operation of rules ? OPERATIONS : [])
        if (decideType({ name: type.name, rules: OPEN }, caller, operation) !== 'deny')
          yield* asRights(`${type.name}.${name}:${operation}`, decide(rules ?? [], caller, operation));
  for (const [type, fields] of guardedObjects(model))
    for (const { name, rules, permission } of Object.values(fields)) {
      const isRoot = isRootName(type);
      if (!rules && permission === undefined && !isRoot) continue;
      const open =
        permission === undefined
          ? !isRoot || withinBound(roles.rights, type, name)
          : holds(roles.rights, permission);
      if (open) yield* asRights(`${type}.${name}`, rules ? decide(rules, caller, 'get') : 'allow');
    }
}

/** A rule that allows every caller, so that only the caller's own bound decides. */
const OPEN: readonly Rule[] = [{ allow: 'private', operations: OPERATIONS }];

/** Lists the words of `@permission` that the roles grant. `ofModels` lists the operations on a type. */
function* ofPermissions(model: Model, { rights }: GrantedRoles): Generator<string> {
  for (const permission of knownPermissions(model))
    if (!isOfRows(model, permission) && holds(rights, permission)) yield permission;
}

const CONDITION = ' if ';

/**
 * Returns one right for each group in a condition. Every member is in MEMBER and VIEWER, so rows of these
 * groups need no right.
 */
function* asRights(right: string, decision: Decision): Generator<string> {
  if (decision === 'deny') return;
  if (decision === 'allow') yield right;
  else if ('or' in decision) for (const part of decision.or) yield* asRights(right, part);
  else if ('op' in decision && decision.op === 'in' && Array.isArray(decision.value))
    for (const value of decision.value as readonly Json[])
      yield* asRights(right, { ...decision, op: 'eq', value });
  else if (!('value' in decision) || (decision.value !== 'MEMBER' && decision.value !== 'VIEWER'))
    yield `${right}${CONDITION}${JSON.stringify(decision)}`;
}

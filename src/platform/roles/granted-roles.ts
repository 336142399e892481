import { decide, decideType, type Decision } from '../../engine/index.ts';
import type { Json, Model, Operation, Rule } from '../../model/index.ts';
import { holds, withinBound, type Caller } from '../../tenant/index.ts';

import { guardedObjects, isOfRows, knownPermissions } from './permissions.ts';
import { memoizePerModel } from './memoize-per-model.ts';

/** Roles as a caller has them: their names, and what they mean. */
export type GrantedRoles = Pick<Caller, 'tenantId' | 'groups' | 'rights'>;

const OPERATIONS: readonly Operation[] = ['get', 'list', 'create', 'update', 'delete'];

/**
 * The rights that roles mean, each as a text to compare: `Task:update` for all rows of a type, the same with a condition
 * for some of them, `Task.budget:get` for a field with rules of its own, and each permission.
 */
export function rightsHeld(model: Model, { groups, rights, tenantId }: GrantedRoles): ReadonlySet<string> {
  return rightsOfRoles(model, { groups, rights, tenantId });
}

const rightsOfRoles = memoizePerModel((model, held: GrantedRoles): ReadonlySet<string> => {
  return new Set([...ofModels(model, held), ...ofPermissions(model, held), ...ofFields(model, held)]);
});

/** The permissions among the rights: what the roles may do without further conditions. */
export function permissionsHeld(model: Model, held: GrantedRoles): readonly string[] {
  const rights = rightsHeld(model, held);
  return knownPermissions(model).filter((permission) => {
    if (!isOfRows(model, permission) || !permission.endsWith(':read')) return rights.has(permission);
    const type = permission.slice(0, -':read'.length);
    return rights.has(`${type}:get`) && rights.has(`${type}:list`);
  });
}

/** The first right of `granted` that `granter` does not hold; null when they hold all. */
export function firstMissingRight(model: Model, granter: GrantedRoles, granted: GrantedRoles): string | null {
  const isOwner = granter.rights.owner && granter.rights.atMost === null;
  if (granted.rights.owner) return isOwner ? null : 'OWNER';
  const own = rightsHeld(model, granter);
  for (const right of rightsHeld(model, granted)) {
    const [whole = right, condition] = right.split(CONDITION);
    // An owner holds every role, and so the rows of every group; rows that are their owners' own are nobody's to give.
    if (isOwner && condition !== undefined) continue;
    if (!own.has(right) && !own.has(whole)) return whole;
  }
  return null;
}

/** Someone with these roles. Who it is does not matter: what is theirs as an owner of rows, everyone has. */
export function callerWithRoles({ tenantId, groups, rights }: GrantedRoles): Caller {
  return {
    tenantId,
    userId: 'someone',
    username: 'someone',
    claims: {},
    actor: { type: 'system', id: 'someone', name: 'someone' },
    readOnly: null,
    features: null,
    groups,
    rights,
  };
}

function* ofModels(model: Model, held: GrantedRoles): Generator<string> {
  const caller = callerWithRoles(held);
  for (const type of Object.values(model.models))
    for (const operation of OPERATIONS)
      yield* asRights(`${type.name}:${operation}`, decideType(type, caller, operation));
}

/** Fields that rules of their own open: of model types, of other objects, of Query and of Mutation. */
function* ofFields(model: Model, held: GrantedRoles): Generator<string> {
  const caller = callerWithRoles(held);
  for (const type of Object.values(model.models))
    for (const { name, rules } of Object.values(type.fields))
      for (const operation of rules ? OPERATIONS : [])
        if (decideType({ name: type.name, rules: OPEN }, caller, operation) !== 'deny')
          yield* asRights(`${type.name}.${name}:${operation}`, decide(rules ?? [], caller, operation));
  for (const [type, fields] of guardedObjects(model))
    for (const { name, rules, permission } of Object.values(fields)) {
      const isRoot = type === 'Query' || type === 'Mutation';
      if (!rules && permission === undefined && !isRoot) continue;
      const open =
        permission === undefined
          ? !isRoot || withinBound(held.rights, type, name)
          : holds(held.rights, permission);
      if (open) yield* asRights(`${type}.${name}`, rules ? decide(rules, caller, 'get') : 'allow');
    }
}

/** A rule that is open to everyone, so that the bound of the caller alone decides. */
const OPEN: readonly Rule[] = [{ allow: 'private', operations: OPERATIONS }];

/** The words of `@permission`; those of the operations on a type are decided with its rules. */
function* ofPermissions(model: Model, { rights }: GrantedRoles): Generator<string> {
  for (const permission of knownPermissions(model))
    if (!isOfRows(model, permission) && holds(rights, permission)) yield permission;
}

const CONDITION = ' if ';

/** Rows of some groups are a right for each of the groups. MEMBER and VIEWER are everyone's, so their rows are too. */
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

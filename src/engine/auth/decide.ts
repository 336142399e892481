import { covers, GROUPS_CLAIM, rowSubject, withinBound, type Caller } from '../../tenant/index.ts';
import {
  type GroupsRule,
  type ModelType,
  type Operation,
  ownerFormOf,
  type OwnerRule,
  ownerValue,
  type Rule,
} from '../../model/index.ts';
import { matches, type Filter, type Row } from '../../store/port/index.ts';

import { claimedOwners, groupsOf } from './claims.ts';
import { ownersOf } from './owner.ts';

/** The answer of the rules before a row is read: yes, no, or yes for the rows that match a filter. */
export type Decision = 'allow' | 'deny' | Filter;

/** Returns the operation's word in a permission. Reading has one: by key, as a list, or as events. */
function permissionWord(operation: Operation): string {
  return operation === 'get' || operation === 'list' || operation === 'listen' ? 'read' : operation;
}

type RuledType = Pick<ModelType, 'name' | 'rules'>;

/** The decisions about a caller. They depend on nothing else, and a caller lives as long as its request. */
const decided = new WeakMap<Caller, Map<RuledType, Map<Operation, Decision>>>();

/**
 * Decides an operation on a type, once for each caller and not for each row.
 * The caller's upper bound is checked before the type's rules. A granted permission allows it in addition to the rules.
 * A type without rules is closed to every caller.
 */
export function decideType(type: RuledType, caller: Caller, operation: Operation): Decision {
  const byType = decided.get(caller) ?? new Map<RuledType, Map<Operation, Decision>>();
  decided.set(caller, byType);
  const byOperation = byType.get(type) ?? new Map<Operation, Decision>();
  byType.set(type, byOperation);
  const known = byOperation.get(operation);
  if (known !== undefined) return known;
  const decision = decideAnew(type, caller, operation);
  byOperation.set(operation, decision);
  return decision;
}

function decideAnew(type: RuledType, caller: Caller, operation: Operation): Decision {
  const word = permissionWord(operation);
  const subject = rowSubject(type.name);
  if (!withinBound(caller.rights, subject, word)) return 'deny';
  if (type.rules.length > 0 && covers(caller.rights.grants, subject, word)) return 'allow';
  return decide(type.rules, caller, operation);
}

/** Returns whether the rules of a type let a caller get a row. */
export function mayGet(
  type: Pick<ModelType, 'name' | 'rules' | 'fields'>,
  caller: Caller,
  row: Row,
): boolean {
  const decision = decideType(type, caller, 'get');
  return decision === 'allow' || (decision !== 'deny' && matches(decision, row, type.fields));
}

/**
 * Decides an operation inside the tenant. Rules are OR-ed, as in Amplify, and without a rule the answer is no.
 * The tenant is not a rule: the scope has already proved it.
 *
 * @example
 * ```ts
 * const decision = decide(type.rules, scope.caller, 'update');
 * if (decision === 'deny') throw new Refusal('FORBIDDEN', 'You may not update this task.');
 * ```
 */
export function decide(rules: readonly Rule[], caller: Caller, operation: Operation): Decision {
  const rows: Filter[] = [];
  for (const rule of rules) {
    if (!rule.operations.includes(operation)) continue;
    const verdict = judge(rule, caller);
    if (verdict === 'allow') return 'allow';
    if (verdict !== 'deny') rows.push(verdict);
  }
  if (rows.length === 0) return 'deny';
  return rows.length === 1 && rows[0] ? rows[0] : { or: rows };
}

function judge(rule: Rule, caller: Caller): Decision {
  switch (rule.allow) {
    case 'private':
      return 'allow';
    case 'all':
      return judgeAll(rule.rules, caller);
    case 'groups':
      return holdsRole(caller, rule) ? 'allow' : 'deny';
    case 'owner':
      return judgeOwner(rule, caller);
    case 'dynamicGroups':
      return holdsAny(rule.field, rule.many, groupsOf(caller, rule.groupClaim));
    default:
      return rule satisfies never;
  }
}

/**
 * Returns whether the caller has a role that the rule names. An owner of the tenant has every role, but no group of
 * another claim.
 */
function holdsRole(caller: Caller, { groups, groupClaim }: GroupsRule): boolean {
  if (groupClaim === GROUPS_CLAIM && caller.rights.owner) return true;
  return groupsOf(caller, groupClaim).some((group) => groups.includes(group));
}

/**
 * Decides a rule about owners. An owner that is a user is compared by user id alone, which no name can imitate.
 * A list is compared by whole elements, because DynamoDB compares no parts of them.
 */
function judgeOwner({ field, many, identityClaim }: OwnerRule, caller: Caller): Decision {
  const form = ownerFormOf(identityClaim);
  if (form === null || form === 'claims') return holdsAny(field, many, claimedOwners(caller, identityClaim));
  if (many) return holdsAny(field, many, ownersOf(caller));
  const { userId } = caller;
  return {
    or: [
      { field, op: 'eq', value: userId },
      { field, op: 'beginsWith', value: ownerValue({ userId, name: '' }) },
    ],
  };
}

/** Decides a rule with `and`. One denial denies the whole, and all filters on rows must match together. */
function judgeAll(rules: readonly Rule[], caller: Caller): Decision {
  const verdicts = rules.map((rule) => judge(rule, caller));
  if (verdicts.includes('deny')) return 'deny';
  const filters = verdicts.filter((verdict) => verdict !== 'allow' && verdict !== 'deny');
  const [first] = filters;
  return filters.length > 1 ? { and: filters } : (first ?? 'allow');
}

function holdsAny(field: string, many: boolean, values: readonly string[]): Decision {
  if (values.length === 0) return 'deny';
  if (!many) return { field, op: 'in', value: values };
  return { or: values.map((value) => ({ field, op: 'contains' as const, value })) };
}

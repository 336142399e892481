import { covers, GROUPS_CLAIM, withinBound, type Caller } from '../../tenant/index.ts';
import type { GroupsRule, ModelType, Operation, Rule } from '../../model/index.ts';
import type { Filter } from '../../store/index.ts';

import { groupsOf, identitiesOf } from './claims.ts';

/** What the rules say before a row is seen: yes, no, or yes for the rows that a filter names. */
export type Decision = 'allow' | 'deny' | Filter;

/** Reading has one permission, whether by key or as a list. */
function permissionWord(operation: Operation): string {
  return operation === 'get' || operation === 'list' ? 'read' : operation;
}

/**
 * Decides an operation on a type: what the caller may do at most stands before its rules, what a role of theirs grants
 * beside them. A type without rules stays closed to all.
 */
export function decideType(
  type: Pick<ModelType, 'name' | 'rules'>,
  caller: Caller,
  operation: Operation,
): Decision {
  const word = permissionWord(operation);
  if (!withinBound(caller.rights, type.name, word)) return 'deny';
  if (type.rules.length > 0 && covers(caller.rights.grants, type.name, word)) return 'allow';
  return decide(type.rules, caller, operation);
}

/**
 * Decides an operation inside the tenant: rules are OR-ed, as in Amplify; the tenant stands before all of them
 * and is no rule. No rule at all denies.
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
      return holdsAny(rule.field, rule.many, identitiesOf(caller, rule.identityClaim));
    case 'dynamicGroups':
      return holdsAny(rule.field, rule.many, groupsOf(caller, rule.groupClaim));
    default:
      return rule satisfies never;
  }
}

/** An owner of the tenant holds every role in it; groups of another claim are no roles. */
function holdsRole(caller: Caller, { groups, groupClaim }: GroupsRule): boolean {
  if (groupClaim === GROUPS_CLAIM && caller.rights.owner) return true;
  return groupsOf(caller, groupClaim).some((group) => groups.includes(group));
}

/** One that denies denies the whole; what they say of rows must hold together. */
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

import type { Caller } from '../../tenant/index.ts';
import type { Operation, Rule } from '../../model/index.ts';
import type { Filter } from '../../store/index.ts';

import { groupsOf, identitiesOf } from './claims.ts';

/** What the rules say before a row is seen: yes, no, or yes for the rows that a filter names. */
export type Decision = 'allow' | 'deny' | Filter;

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
      return groupsOf(caller, rule.groupClaim).some((group) => rule.groups.includes(group))
        ? 'allow'
        : 'deny';
    case 'owner':
      return holdsAny(rule.field, rule.many, identitiesOf(caller, rule.identityClaim));
    case 'dynamicGroups':
      return holdsAny(rule.field, rule.many, groupsOf(caller, rule.groupClaim));
    default:
      return rule satisfies never;
  }
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

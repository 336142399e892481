import type { Model, ModelType, Rule } from '../model.ts';
import type { Problem } from '../problem.ts';
import { describeRule } from './describe-rule.ts';
import { ruleSites } from './rule-sites.ts';
import { warning } from './warning.ts';

/** Finds rules that admit only callers whom another rule of the same place already admits for the same operations. */
export function findSuperfluousRules(type: ModelType, _model: Model): readonly Problem[] {
  return ruleSites(type).flatMap(({ name, rules }) =>
    rules.flatMap((rule, place) => {
      if (fillsOwners(rule)) return [];
      const wider = rules.find(
        (other, at) => at !== place && covers(other, rule) && (at < place || !covers(rule, other)),
      );
      return wider
        ? [
            warning(
              'superfluous-rule',
              `${name}: the rule ${describeRule(rule)} adds nothing to ${describeRule(wider)}.`,
              'One rule that holds is enough: remove this one, give the other fewer operations, or join both by "and".',
            ),
          ]
        : [];
    }),
  );
}

/** Returns whether a rule is for creates by the owner only. Such a rule may be there just to record the owner. */
function fillsOwners(rule: Rule): boolean {
  return rule.allow === 'owner' && rule.operations.every((operation) => operation === 'create');
}

/** Returns whether every caller who meets `rule` meets `wide` too. */
function covers(wide: Rule, rule: Rule): boolean {
  return rule.operations.every((operation) => wide.operations.includes(operation)) && admits(wide, rule);
}

function admits(wide: Rule, rule: Rule): boolean {
  if (wide.allow === 'private') return true;
  if (wide.allow === 'all') return wide.rules.every((part) => admits(part, rule));
  if (rule.allow === 'all') return rule.rules.some((part) => admits(wide, part));
  if (wide.allow === 'groups') {
    return (
      rule.allow === 'groups' &&
      rule.groupClaim === wide.groupClaim &&
      rule.groups.every((group) => wide.groups.includes(group))
    );
  }
  if (wide.allow === 'owner') {
    return rule.allow === 'owner' && rule.field === wide.field && rule.identityClaim === wide.identityClaim;
  }
  return rule.allow === 'dynamicGroups' && rule.field === wide.field && rule.groupClaim === wide.groupClaim;
}

import type { AllRule, Rule } from './model.ts';

/** Rules, each that joins others replaced by those: every single condition that stands in them. */
export function flatRules(rules: readonly Rule[]): readonly Exclude<Rule, AllRule>[] {
  return rules.flatMap((rule) => (rule.allow === 'all' ? flatRules(rule.rules) : [rule]));
}

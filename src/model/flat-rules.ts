import type { AllRule, Rule } from './model.ts';

/** Returns every single condition of some rules. A rule that joins others is replaced by them. */
export function flatRules(rules: readonly Rule[]): readonly Exclude<Rule, AllRule>[] {
  return rules.flatMap((rule) => (rule.allow === 'all' ? flatRules(rule.rules) : [rule]));
}

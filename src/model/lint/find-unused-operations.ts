import type { Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { describeRule } from './describe-rule.ts';
import { warning } from './warning.ts';

const mutations = ['create', 'update', 'delete'] as const;

/**
 * Finds rules that name a mutation that `@model` switches off.
 * A rule for every operation names no mutation. Relations and indexes use reads too, so a read is always in use.
 */
export function findUnusedOperations(type: ModelType, _model: Model): readonly Problem[] {
  return type.rules.flatMap((rule) => {
    if (rule.operations.length === 6) return [];
    const off = mutations.filter((name) => rule.operations.includes(name) && type.operations[name] === null);
    if (off.length === 0) return [];
    return [
      warning(
        'unused-operation',
        `${type.name}: the rule ${describeRule(rule)} names ${off.map((name) => `"${name}"`).join(' and ')}, which @model switches off.`,
        'Remove it from "operations", unless a resolver does that for its callers.',
      ),
    ];
  });
}

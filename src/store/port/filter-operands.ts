import type { Json } from '../../model/index.ts';

const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
export type Comparison = (typeof comparisons)[number];

/** Returns whether the operands have an order: all are texts or all are numbers. */
export function isRange(operands: Json, length = 1): operands is readonly Json[] {
  if (!Array.isArray(operands) || operands.length !== length) return false;
  const [first] = operands as readonly Json[];
  if (typeof first !== 'string' && typeof first !== 'number') return false;
  return (operands as readonly Json[]).every((operand) => typeof operand === typeof first);
}

/** Returns the comparisons of a length. Returns none if the operand is malformed; then nothing matches. */
export function sizeTests(operand: Json): readonly { readonly op: Comparison; readonly value: number }[] {
  if (operand === null || typeof operand !== 'object' || Array.isArray(operand)) return [];
  const tests: { op: Comparison; value: number }[] = [];
  for (const [op, value] of Object.entries(operand as Readonly<Record<string, Json>>)) {
    const pair: readonly Json[] = Array.isArray(value) ? value : [];
    const [from, to] = pair;
    if (isComparison(op) && typeof value === 'number') tests.push({ op, value });
    else if (op === 'between' && typeof from === 'number' && typeof to === 'number') {
      tests.push({ op: 'ge', value: from }, { op: 'le', value: to });
    } else return [];
  }
  return tests;
}

function isComparison(op: string): op is Comparison {
  return (comparisons as readonly string[]).includes(op);
}

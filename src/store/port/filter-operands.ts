import type { Json } from '../../model/index.ts';

/** DynamoDB's comparators by our names. */
export const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
export type Comparison = keyof typeof comparisons;

/** DynamoDB's types by the names of Amplify's ModelAttributeTypes. */
export const attributeTypes: Readonly<Record<string, string>> = {
  binary: 'B',
  binarySet: 'BS',
  bool: 'BOOL',
  list: 'L',
  map: 'M',
  number: 'N',
  numberSet: 'NS',
  string: 'S',
  stringSet: 'SS',
};

/** Whether these are operands of an order: all texts or all numbers. */
export function isRange(operands: Json, length = 1): operands is readonly Json[] {
  if (!Array.isArray(operands) || operands.length !== length) return false;
  const [first] = operands as readonly Json[];
  if (typeof first !== 'string' && typeof first !== 'number') return false;
  return (operands as readonly Json[]).every((operand) => typeof operand === typeof first);
}

/** The comparisons of a length; none when the operand is not made of them, and then nothing matches. */
export function sizeTests(operand: Json): readonly { readonly op: Comparison; readonly value: number }[] {
  if (operand === null || typeof operand !== 'object' || Array.isArray(operand)) return [];
  const tests: { op: Comparison; value: number }[] = [];
  for (const [op, value] of Object.entries(operand as Readonly<Record<string, Json>>)) {
    const pair: readonly Json[] = Array.isArray(value) ? value : [];
    const [from, to] = pair;
    if (op in comparisons && typeof value === 'number') tests.push({ op: op as Comparison, value });
    else if (op === 'between' && typeof from === 'number' && typeof to === 'number') {
      tests.push({ op: 'ge', value: from }, { op: 'le', value: to });
    } else return [];
  }
  return tests;
}

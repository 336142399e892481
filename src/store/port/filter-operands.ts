import { comparedForm, type ComparedFields, hasForm, isList, type Json } from '../../model/index.ts';
import type { Test } from './filter.ts';

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

/** A test of a field whose values are compared in a form of their own. */
export type FormTest = Test & { readonly field: string };

/** Returns a test with its operands in the compared form, or null if it looks at the value as stored. */
export function testInForm(test: Test, fields: ComparedFields): FormTest | null {
  const { field, op, value } = test;
  if (typeof field !== 'string' || value === null) return null;
  const form = hasForm(fields, field);
  if (form === 'no' || op === 'exists' || op === 'type' || op === 'size') return null;
  const part = op === 'contains' || op === 'notContains' || op === 'beginsWith';
  const element = op !== 'beginsWith' && isList(fields[field]?.type ?? TEXT);
  if (part && form !== 'parts' && !element) return null;
  return { field, op, value: comparedForm(fields, field, value) };
}

const TEXT = { name: 'String', required: false };

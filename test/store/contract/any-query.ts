import fc from 'fast-check';

import type { Json } from '../../../src/model/index.ts';
import type { Range, Row } from '../../../src/store/port/index.ts';
import { indexOf } from '../sample-types.ts';
import { point } from './contract-model.ts';

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const compare = (a: Json | undefined, b: Json | undefined): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : bytes(a as string, b as string);
/** Compares a row with values, field by field, for as many fields as there are values. */
export const inOrder = (fields: readonly string[], row: Row, values: readonly Json[]): number =>
  values.reduce<number>((order, value, at) => order || compare(row[fields[at] ?? ''], value), 0);
/** Returns whether a row has these values in its first fields. */
export const begins = (row: Row, fields: readonly string[], values: readonly Json[]): boolean =>
  inOrder(fields, row, values) === 0;

/** Returns whether a row is in a range of its fields. */
export function within(row: Row, fields: readonly string[], range: Range | null): boolean {
  if (!range) return true;
  if (range.op === 'between')
    return inOrder(fields, row, range.from) >= 0 && inOrder(fields, row, range.to) <= 0;
  const last = range.value.length - 1;
  const order = inOrder(fields, row, range.value);
  const holds = { eq: order === 0, lt: order < 0, le: order <= 0, gt: order > 0, ge: order >= 0 };
  if (range.op !== 'beginsWith') return holds[range.op];
  const held = row[fields[last] ?? ''] as string;
  return begins(row, fields, range.value.slice(0, last)) && held.startsWith(range.value[last] as string);
}

/** Texts that an encoding of keys could put in the wrong order. */
export const text = fc.constantFrom(
  '',
  'a',
  'a#',
  'a$',
  'a!',
  'ab',
  'b',
  '#',
  '$',
  '\0',
  '\uffff',
  '\u{1f600}',
  'a\u{1f600}',
);
/** Numbers of all signs and sizes. */
export const number = fc.constantFrom(-1e20, -1.5, -1, 0, 1e-3, 1, 2, 10, 1e20);
const textOp = fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge', 'beginsWith' as const);
const numberOp = fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge' as const);
const direction = fc.constantFrom('ASC', 'DESC' as const);

/** Queries of the type `point`: of the primary key (x, y) and of the index (tag; n, y). */
export const query = fc.oneof(
  fc.record({
    index: fc.constant(null),
    direction,
    part: fc.oneof(
      fc.constant({ where: [], range: null }),
      text.map((x) => ({ where: [x], range: null })),
      fc.tuple(text, text).map((where) => ({ where: [...where], range: null })),
      fc.record({ where: fc.constant([]), range: fc.record({ op: textOp, value: text.map((x) => [x]) }) }),
      fc.record({
        where: text.map((x) => [x]),
        range: fc.record({ op: textOp, value: text.map((y) => [y]) }),
      }),
      fc.record({
        where: fc.constant([]),
        range: fc.record({ op: textOp, value: fc.tuple(text, text).map((both) => [...both]) }),
      }),
      fc.record({
        where: text.map((x) => [x]),
        range: fc.record({
          op: fc.constant('between' as const),
          from: text.map((y) => [y]),
          to: text.map((y) => [y]),
        }),
      }),
    ),
  }),
  fc.record({
    index: fc.constant(indexOf(point, 'byTag')),
    direction,
    part: fc.oneof(
      text.map((tag) => ({ where: [tag], range: null })),
      fc.record({
        where: text.map((tag): Json[] => [tag]),
        range: fc.record({ op: numberOp, value: number.map((n): Json[] => [n]) }),
      }),
      fc.record({
        where: fc.tuple(text, number).map((both): Json[] => [...both]),
        range: fc.record({ op: textOp, value: text.map((y): Json[] => [y]) }),
      }),
      fc.record({
        where: text.map((tag): Json[] => [tag]),
        range: fc.record({
          op: fc.constant('between' as const),
          from: fc.tuple(number, text).map((both): Json[] => [...both]),
          to: number.map((n): Json[] => [n]),
        }),
      }),
    ),
  }),
);

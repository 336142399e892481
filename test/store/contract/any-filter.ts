import fc from 'fast-check';

import type { Json } from '../../../src/model/index.ts';
import type { Filter, FilterOp, Row } from '../../../src/store/port/index.ts';

const text = fc.constantFrom('', 'a', 'ab', 'b', '\uffff', '\u{1f600}', '#n0', ':v0', "'", 'true');
const number = fc.constantFrom(0, -0, 1, -1, 2, 1.5, 1e20, -3.2e16);
const scalar: fc.Arbitrary<Json> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), tie('value'), { maxKeys: 2 }),
  ),
}));
const present = value.filter((one) => one !== null);
/** A row of the type `thing`, without its key. */
export const row = fc
  .record(
    { a: present, b: present, c: present, 'a.b': present, size: present, constructor: present },
    { requiredKeys: [] },
  )
  .map((one): Row => ({ ...one }));
const field = fc.constantFrom<string | string[]>(
  'a',
  'b',
  'c',
  'a.b',
  'size',
  'constructor',
  ['a', 'b'],
  ['a', 'b', 'a'],
);
const operand: Record<FilterOp, fc.Arbitrary<Json>> = {
  eq: value,
  ne: value,
  lt: value,
  le: value,
  gt: value,
  ge: value,
  between: fc
    .oneof(fc.tuple(number, number), fc.tuple(text, text), fc.tuple(scalar, scalar))
    .map((pair) => [...pair]),
  beginsWith: scalar,
  contains: scalar,
  notContains: scalar,
  in: fc.array(value, { maxLength: 4 }),
  exists: fc.boolean(),
  type: fc.constantFrom(
    'binary',
    'binarySet',
    'bool',
    'list',
    'map',
    'number',
    'string',
    'stringSet',
    '_null',
  ),
  size: fc.oneof(
    fc.dictionary(fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge'), fc.integer({ min: 0, max: 4 }), {
      maxKeys: 2,
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .map(([a, b]) => ({ between: [a, b] })),
  ),
};
const comparison = fc
  .constantFrom(...(Object.keys(operand) as FilterOp[]))
  .chain((op) => fc.record({ field, op: fc.constant(op), value: operand[op] }));
/** A filter of any shape over fields of the type `thing`, also with operands of the wrong type. */
export const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: comparison, weight: 4 },
    { arbitrary: fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }), weight: 1 },
    { arbitrary: fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }), weight: 1 },
    { arbitrary: fc.record({ not: tie('filter') }), weight: 1 },
  ),
}));

import fc from 'fast-check';

import type { Json } from '../../src/model/index.ts';
import { type Filter, type FilterOp, matches, type Row } from '../../src/store/index.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { placeholders } from '../../src/store/dynamo/commands/expression.ts';
import { filterExpression } from '../../src/store/dynamo/commands/filter-expression.ts';
import { Refusal } from '../../src/tenant/index.ts';
import { scopeOf } from '../tenants.ts';
import { everything, type Fixture, modelOf, startFixture, typeOf } from './fixture.ts';

fc.configureGlobal({ seed: 20261124 });

const thing = typeOf('Thing', { fields: ['a', 'b', 'c', 'a.b', 'size', 'constructor'] });
let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(modelOf(thing));
});
afterAll(() => fixture.stop());

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
const row = fc
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
const test_ = fc
  .constantFrom(...(Object.keys(operand) as FilterOp[]))
  .chain((op) => fc.record({ field, op: fc.constant(op), value: operand[op] }));
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: test_, weight: 4 },
    { arbitrary: fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }), weight: 1 },
    { arbitrary: fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }), weight: 1 },
    { arbitrary: fc.record({ not: tie('filter') }), weight: 1 },
  ),
}));

test('a filter matches the same rows in memory as in DynamoDB', async () => {
  const { tenantId } = scopeOf('agree');
  const store = fixture.store('agree');
  const rows = fc.sample(row, 80).map((one, at) => ({ ...one, id: String(at).padStart(3, '0') }));
  await Promise.all(rows.map((one) => store.write({ op: 'put', type: thing, row: one, condition: null })));
  let met = 0;
  let unmet = 0;
  await fc.assert(
    fc.asyncProperty(filter, async (one) => {
      const command = commandFor(tenantId, { ...everything, type: thing, filter: one });
      const { Items = [] } = await fixture.sendOf(tenantId)(command);
      const expected = rows.filter((candidate) => matches(one, candidate)).map(({ id }) => id);
      expect(Items.map(({ id }) => id)).toEqual(expected);
      met += expected.length;
      unmet += rows.length - expected.length;
    }),
    { numRuns: 300 },
  );
  expect(met).toBeGreaterThan(1_000);
  expect(unmet).toBeGreaterThan(1_000);
});

test.each<[string, Filter, Row, boolean]>([
  ['a field without a value equals null', { field: 'a', op: 'eq', value: null }, {}, true],
  ['a field with a value differs from null', { field: 'a', op: 'ne', value: null }, { a: 1 }, true],
  ['an absent field differs from every value', { field: 'a', op: 'ne', value: 1 }, {}, true],
  ['a number differs from its text', { field: 'a', op: 'eq', value: '1' }, { a: 1 }, false],
  ['a text is ordered by UTF-8 bytes', { field: 'a', op: 'gt', value: '\uffff' }, { a: '\u{1f600}' }, true],
  ['an empty "and" matches every row', { and: [] }, {}, true],
  ['an empty "or" matches no row', { or: [] }, {}, false],
  ['a path leads into an object', { field: ['a', 'b'], op: 'eq', value: 1 }, { a: { b: 1 } }, true],
  ['a name with a dot is one name', { field: 'a.b', op: 'eq', value: 1 }, { a: { b: 1 } }, false],
  ['the bounds of "between" are included', { field: 'a', op: 'between', value: [1, 2] }, { a: 2 }, true],
  ['bounds in the wrong order match no value', { field: 'a', op: 'between', value: [2, 1] }, { a: 1 }, false],
  ['a value without a size matches no size', { field: 'a', op: 'size', value: { ne: 3 } }, { a: 1 }, false],
])('%s', (_, one, candidate, expected) => {
  expect(matches(one, candidate)).toBe(expected);
});

const expressionOf = (one: Filter): string | null => filterExpression(one, placeholders(), '__type');

test('a filter that matches every row is not sent', () => {
  expect(expressionOf({ and: [{ and: [] }, { not: { or: [] } }] })).toBeNull();
});

test('an "in" of more than 100 values is split', () => {
  const values = Array.from({ length: 250 }, (_, at) => at);
  expect(expressionOf({ field: 'a', op: 'in', value: values })?.match(/ IN /g)).toHaveLength(3);
});

test.each<[string, Filter]>([
  ['text', { field: 'a', op: 'in', value: Array.from({ length: 900 }, (_, at) => at) }],
  ['operators', { and: Array.from({ length: 151 }, () => ({ field: 'a', op: 'eq', value: 1 })) }],
])('a filter with more %s than DynamoDB accepts is refused', (_, one) => {
  expect(() => expressionOf(one)).toThrow(Refusal);
  expect(() => expressionOf(one)).toThrow('The filter is too large');
});

test('a write succeeds exactly when its condition matches the row', async () => {
  const store = fixture.store('conditions');
  await store.write({ op: 'put', type: thing, row: { id: '1', a: 'x' }, condition: null });
  const write = (condition: Filter) =>
    store.write({ op: 'update', type: thing, key: { id: '1' }, set: { b: 1 }, condition });
  await expect(write({ or: [] })).rejects.toMatchObject({ reason: 'condition' });
  await expect(write({ field: 'a', op: 'lt', value: true })).rejects.toMatchObject({ reason: 'condition' });
  await expect(write({ and: [] })).resolves.toEqual({ id: '1', a: 'x', b: 1 });
});

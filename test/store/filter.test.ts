import type { Filter } from '../../src/store/index.ts';
import { placeholders } from '../../src/store/dynamo/commands/expression.ts';
import { filterExpression } from '../../src/store/dynamo/commands/filter-expression.ts';
import { Refusal } from '../../src/tenant/index.ts';

const expressionOf = (one: Filter): string | null =>
  filterExpression(one, placeholders(), { fields: {}, times: null });

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

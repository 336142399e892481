import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Thing @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    ref: ID
    count: Int
    size: Float
    on: Boolean
    kind: Kind
    kinds: [Kind]
    words: [String]
    numbers: [Int]
    floats: [Float!]
    flags: [Boolean]
    stamps: [AWSTimestamp]
    days: [AWSDate]
    date: AWSDate
    time: AWSTime
    at: AWSDateTime
    stamp: AWSTimestamp
    mail: AWSEmail
    url: AWSURL
    ip: AWSIPAddress
    phone: AWSPhone
    json: AWSJSON
  }
  enum Kind {
    RED
    GREEN
  }
`;

const rows = [
  {
    id: 'a',
    name: 'Anvil',
    ref: 'ref-1',
    count: 1,
    size: 0.5,
    on: true,
    kind: 'RED',
    kinds: ['RED', 'GREEN'],
    words: ['hot', 'cold'],
    numbers: [1, 2],
    floats: [0.5, 2],
    flags: [false, true],
    stamps: [100],
    days: ['2026-01-01'],
    date: '2026-01-01',
    time: '08:00:00.000',
    at: '2026-01-01T08:00:00.000Z',
    stamp: 100,
    mail: 'a@acme.test',
    url: 'https://acme.test/a',
    ip: '10.0.0.1',
    phone: '+12025550101',
    json: '{"a":1}',
  },
  {
    id: 'b',
    name: 'Bolt',
    ref: 'ref-2',
    count: 2,
    size: 1.5,
    on: false,
    kind: 'GREEN',
    kinds: ['GREEN'],
    words: ['cold'],
    numbers: [2, 3],
    floats: [1],
    flags: [false],
    stamps: [100, 200],
    days: ['2026-01-02'],
    date: '2026-02-01',
    time: '09:00:00.000',
    at: '2026-02-01T08:00:00.000Z',
    stamp: 200,
    mail: 'b@acme.test',
    url: 'https://acme.test/b',
    ip: '10.0.0.2',
    phone: '+12025550102',
    json: '{"b":2}',
  },
  { id: 'c', name: 'Bolster', count: -10, size: -2.25, words: [] },
  { id: 'd' },
];

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: { Thing: rows } } } });
});
afterAll(() => api.close());

const find = (filter: object) =>
  api.ask(
    'alice',
    'query ($filter: ModelThingFilterInput) { listThings(filter: $filter) { items { id } } }',
    {
      filter,
    },
  );

test.each<[filter: object, ids: string]>([
  [{ name: { eq: 'Bolt' } }, 'b'],
  [{ name: { ne: 'Bolt' } }, 'a c d'],
  [{ name: { lt: 'Bolster' } }, 'a'],
  [{ name: { le: 'Bolster' } }, 'a c'],
  [{ name: { gt: 'Bolster' } }, 'b'],
  [{ name: { ge: 'Bolster' } }, 'b c'],
  [{ name: { between: ['Anvil', 'Bolster'] } }, 'a c'],
  [{ name: { beginsWith: 'Bol' } }, 'b c'],
  [{ name: { contains: 'ol' } }, 'b c'],
  [{ name: { notContains: 'ol' } }, 'a d'],
  [{ name: { in: ['Bolt', 'Anvil', 'Cog'] } }, 'a b'],
  [{ name: { attributeExists: true } }, 'a b c'],
  [{ name: { attributeExists: false } }, 'd'],
  [{ name: { attributeType: 'string' } }, 'a b c'],
  [{ name: { attributeType: 'number' } }, ''],
  [{ name: { size: { gt: 4 } } }, 'a c'],
  [{ name: { size: { between: [4, 5] } } }, 'a b'],
  [{ name: { size: { ne: 4 } } }, 'a c'],
  [{ name: { eq: null } }, 'd'],
  [{ name: { ne: null } }, 'a b c'],
])('a filter on a String returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{ ref: { eq: 'ref-1' } }, 'a'],
  [{ ref: { beginsWith: 'ref' } }, 'a b'],
  [{ ref: { in: ['ref-2'] } }, 'b'],
  [{ id: { gt: 'b' } }, 'c d'],
  [{ id: { in: ['a', 'd'] } }, 'a d'],
])('a filter on an ID returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{ count: { eq: 2 } }, 'b'],
  [{ count: { ne: 2 } }, 'a c d'],
  [{ count: { lt: 1 } }, 'c'],
  [{ count: { le: 1 } }, 'a c'],
  [{ count: { gt: 1 } }, 'b'],
  [{ count: { ge: 1 } }, 'a b'],
  [{ count: { between: [-10, 1] } }, 'a c'],
  [{ count: { between: [1, -10] } }, ''],
  [{ count: { in: [1, 2] } }, 'a b'],
  [{ count: { attributeType: 'number' } }, 'a b c'],
  [{ size: { eq: 0.5 } }, 'a'],
  [{ size: { lt: -2 } }, 'c'],
  [{ size: { between: [0, 2] } }, 'a b'],
  [{ size: { attributeExists: false } }, 'd'],
])('a filter on an Int or a Float returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{ on: { eq: true } }, 'a'],
  [{ on: { ne: true } }, 'b c d'],
  [{ on: { eq: false } }, 'b'],
  [{ on: { attributeExists: true } }, 'a b'],
  [{ on: { attributeType: 'bool' } }, 'a b'],
  [{ kind: { eq: 'RED' } }, 'a'],
  [{ kind: { ne: 'RED' } }, 'b c d'],
  [{ kind: { in: ['RED', 'GREEN'] } }, 'a b'],
  [{ kinds: { eq: ['GREEN'] } }, 'b'],
  [{ kinds: { ne: ['GREEN'] } }, 'a c d'],
  [{ kinds: { contains: 'RED' } }, 'a'],
  [{ kinds: { notContains: 'RED' } }, 'b c d'],
])('a filter on a Boolean or an enum returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{ words: { contains: 'cold' } }, 'a b'],
  [{ words: { notContains: 'hot' } }, 'b c d'],
  [{ words: { size: { eq: 0 } } }, 'c'],
  [{ words: { attributeType: 'list' } }, 'a b c'],
  [{ numbers: { attributeExists: true } }, 'a b'],
  [{ numbers: { contains: 2 } }, 'a b'],
  [{ numbers: { contains: 3 } }, 'b'],
  [{ numbers: { notContains: 1 } }, 'b c d'],
  [{ numbers: { size: { eq: 2 } } }, 'a b'],
  [{ floats: { contains: 0.5 } }, 'a'],
  [{ floats: { contains: 1 } }, 'b'],
  [{ flags: { contains: true } }, 'a'],
  [{ flags: { notContains: true } }, 'b c d'],
  [{ stamps: { contains: 200 } }, 'b'],
  [{ days: { contains: '2026-01-01Z' } }, 'a'],
])('a filter on a list returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{ date: { ge: '2026-01-15' } }, 'b'],
  [{ date: { beginsWith: '2026-01' } }, 'a'],
  [{ time: { lt: '08:30' } }, 'a'],
  [{ at: { between: ['2026-01-01', '2026-01-02'] } }, 'a'],
  [{ stamp: { gt: 100 } }, 'b'],
  [{ stamp: { in: [100] } }, 'a'],
  [{ mail: { contains: '@acme' } }, 'a b'],
  [{ url: { eq: 'https://acme.test/b' } }, 'b'],
  [{ ip: { beginsWith: '10.0.0.2' } }, 'b'],
  [{ phone: { eq: '+12025550101' } }, 'a'],
  [{ json: { contains: '"a"' } }, 'a'],
])('a filter on an AWS scalar returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test.each<[filter: object, ids: string]>([
  [{}, 'a b c d'],
  [{ name: { beginsWith: 'B', size: { lt: 5 } } }, 'b'],
  [{ name: { beginsWith: 'B' }, count: { lt: 0 } }, 'c'],
  [{ and: [{ name: { beginsWith: 'B' } }, { count: { gt: 0 } }] }, 'b'],
  [{ or: [{ kind: { eq: 'RED' } }, { count: { lt: 0 } }] }, 'a c'],
  [{ or: [{ kind: { eq: 'RED' } }, {}] }, 'a b c d'],
  [{ or: [] }, ''],
  [{ and: [] }, 'a b c d'],
  [{ not: { name: { beginsWith: 'B' } } }, 'a d'],
  [{ not: {} }, ''],
  [{ not: { name: {} } }, ''],
  [{ not: { and: [{}] } }, ''],
  [{ not: { not: {} } }, 'a b c d'],
  [{ or: [{ not: {} }, { kind: { eq: 'RED' } }] }, 'a'],
  [{ not: { or: [{ id: { eq: 'a' } }, { not: { and: [{ id: { ne: 'b' } }, { id: { ne: 'd' } }] } }] } }, 'c'],
  [{ name: { ne: 'Bolt' }, or: [{ count: { eq: 1 } }, { count: { eq: 2 } }] }, 'a'],
])('a filter with and, or, not returns the matching rows: %j', async (filter, ids) => {
  expect(idsOf(await find(filter)).join(' ')).toBe(ids);
});

test('a filter whose comparison is empty or null matches every row', async () => {
  expect(idsOf(await find({ name: {} }))).toEqual(['a', 'b', 'c', 'd']);
  expect(idsOf(await find({ name: null, and: null, not: null }))).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  [{ name: { between: ['a'] } }, '"filter.name.between" takes two values, the lower and the upper bound.'],
  [{ name: { size: { between: [1, 2, 3] } } }, '"filter.name.size.between" takes two values'],
  [{ name: { lt: null } }, '"filter.name.lt" must not be null.'],
  [{ count: { in: null } }, '"filter.count.in" must not be null.'],
  [{ size: { lt: 1e-200 } }, '"filter.size.lt" holds a number that is too large or too small to be stored.'],
  [{ size: { in: [1, 1e300] } }, '"filter.size.in" holds a number that is too large'],
  [{ name: { eq: '\ud800' } }, '"filter.name.eq" holds text that is not well-formed Unicode.'],
])('an invalid filter is rejected with its path in the message: %j', async (filter, message) => {
  const answer = await find(filter);
  expect(codesOf(answer)).toEqual(['INVALID_ARGUMENTS']);
  expect(answer.errors[0]?.message).toContain(message);
  expect(answer.calls).toEqual([]);
});

test.each([
  ['numbers', { eq: 1 }],
  ['numbers', { in: [1] }],
  ['numbers', { between: [1, 2] }],
  ['words', { eq: 'cold' }],
  ['words', { beginsWith: 'c' }],
  ['flags', { ne: true }],
])('a filter on the list %s has no operator that never holds: %j', async (field, test) => {
  const answer = await find({ [field]: test });
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(messagesOf(answer)[0]).toContain(`Field "${Object.keys(test).join('')}" is not defined`);
});

test('a filter may nest ten levels and no more', async () => {
  const nested = (levels: number): object =>
    levels === 0 ? { id: { eq: 'a' } } : { and: [nested(levels - 1)] };
  expect(idsOf(await find(nested(10)))).toEqual(['a']);
  const answer = await find(nested(11));
  expect(codesOf(answer)).toEqual(['INVALID_ARGUMENTS']);
  expect(messagesOf(answer)).toEqual(['The argument "filter" nests deeper than 10 levels.']);
});

test('an update or a delete with a condition succeeds only when the condition holds', async () => {
  const rename = (name: string, condition: object) =>
    api.ask(
      'alice',
      `mutation ($input: UpdateThingInput!, $condition: ModelThingConditionInput) {
        updateThing(input: $input, condition: $condition) { name }
      }`,
      { input: { id: 'd', name }, condition },
    );
  expect(dataOf(await rename('Dowel', { name: { attributeExists: false } }))['updateThing']).toEqual({
    name: 'Dowel',
  });
  const refused = await rename('Dial', { or: [{ name: { eq: 'Dome' } }, { on: { eq: true } }] });
  expect(codesOf(refused)).toEqual(['CONDITION_FAILED']);
  expect(refused.data).toEqual({ updateThing: null });
  const remove = (name: string) =>
    api.ask(
      'alice',
      `mutation { deleteThing(input: { id: "d" }, condition: { name: { eq: "${name}" } }) { name } }`,
    );
  expect(codesOf(await remove('Dial'))).toEqual(['CONDITION_FAILED']);
  expect(dataOf(await remove('Dowel'))['deleteThing']).toEqual({ name: 'Dowel' });
});

import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Reading @model @auth(rules: [{ allow: private }]) {
    sensor: ID! @primaryKey(sortKeyFields: ["at"])
    at: AWSDateTime!
    id: ID!
    level: Int @index(name: "byLevel", sortKeyFields: ["value"], queryField: "readingsByLevel")
    value: Float
    kind: Kind @index(name: "byKind", queryField: "readingsByKind")
  }
  enum Kind {
    HOT
    COLD
  }
  type Seat @model @auth(rules: [{ allow: private }]) {
    hall: String! @primaryKey(sortKeyFields: ["row", "number"])
    row: Int!
    number: Int!
    id: ID!
    zone: String! @index(name: "byZone", sortKeyFields: ["row", "number"], queryField: "seatsByZone")
  }
`;

const readings = [
  { id: '1', sensor: 's', at: '2026-01-01T00:00:00Z', level: 1, value: -10, kind: 'HOT' },
  { id: '2', sensor: 's', at: '2026-01-02T00:00:00Z', level: 1, value: 2.5, kind: 'COLD' },
  { id: '3', sensor: 's', at: '2026-02-01T00:00:00Z', level: 1, value: 10, kind: 'HOT' },
  { id: '4', sensor: 's', at: '2026-03-01T00:00:00Z', level: 2, value: 1 },
  { id: '5', sensor: 't', at: '2026-01-01T00:00:00Z' },
];
/** Rows and numbers from 1 to 11: sorted as text, 10 and 11 would come before 2. */
const seats = [1, 2, 10].flatMap((row) =>
  [1, 2, 11].map((number) => ({ hall: 'main', row, number, id: `${row}-${number}`, zone: 'front' })),
);

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: { Reading: readings, Seat: seats } } } });
});
afterAll(() => api.close());

const ask = (query: string) => api.ask('alice', query);
const list = async (field: string) =>
  (idsOf(await ask(`{ ${field} { items { id } } }`)) as string[]).join(' ');

test.each([
  ['listReadings(sensor: "s")', '1 2 3 4'],
  ['listReadings(sensor: "s", sortDirection: DESC)', '4 3 2 1'],
  ['listReadings(sensor: "s", at: { eq: "2026-01-02T00:00:00Z" })', '2'],
  ['listReadings(sensor: "s", at: { lt: "2026-01-02T00:00:00Z" })', '1'],
  ['listReadings(sensor: "s", at: { le: "2026-01-02T00:00:00Z" })', '1 2'],
  ['listReadings(sensor: "s", at: { gt: "2026-01-02T00:00:00Z" })', '3 4'],
  ['listReadings(sensor: "s", at: { ge: "2026-01-02T00:00:00Z" })', '2 3 4'],
  ['listReadings(sensor: "s", at: { beginsWith: "2026-01" })', '1 2'],
  ['listReadings(sensor: "s", at: { between: ["2026-01-02", "2026-02-02"] })', '2 3'],
  ['listReadings(sensor: "s", at: {})', '1 2 3 4'],
  ['listReadings(sensor: "u")', ''],
  ['listReadings', '1 2 3 4 5'],
  ['listReadings(sortDirection: DESC)', '5 4 3 2 1'],
])(
  'a query by a primary key with a sort field returns the rows in range, in order: %s',
  async (field, ids) => {
    expect(await list(field)).toBe(ids);
  },
);

test.each([
  ['readingsByLevel(level: 1)', '1 2 3'],
  ['readingsByLevel(level: 1, sortDirection: DESC)', '3 2 1'],
  ['readingsByLevel(level: 1, value: { lt: 10 })', '1 2'],
  ['readingsByLevel(level: 1, value: { ge: 2.5 })', '2 3'],
  ['readingsByLevel(level: 1, value: { between: [-10, 3] })', '1 2'],
  ['readingsByLevel(level: 1, value: { ge: -10 }, filter: { kind: { eq: HOT } })', '1 3'],
  ['readingsByKind(kind: HOT)', '1 3'],
])('a query by an index sorts numbers by value and accepts an enum as key: %s', async (field, ids) => {
  expect(await list(field)).toBe(ids);
});

const all = '1-1 1-2 1-11 2-1 2-2 2-11 10-1 10-2 10-11';
test.each([
  ['(hall: "main")', all],
  ['(hall: "main", rowNumber: { eq: { row: 2, number: 11 } })', '2-11'],
  ['(hall: "main", rowNumber: { eq: { row: 2 } })', '2-1 2-2 2-11'],
  ['(hall: "main", rowNumber: { beginsWith: { row: 10 } })', '10-1 10-2 10-11'],
  ['(hall: "main", rowNumber: { between: [{ row: 1, number: 11 }, { row: 2, number: 2 }] })', '1-11 2-1 2-2'],
  ['(hall: "main", rowNumber: { between: [{ row: 2 }, { row: 10 }] })', '2-1 2-2 2-11 10-1 10-2 10-11'],
])('a query by a composite key compares part by part: listSeats%s', async (args, ids) => {
  expect(await list(`listSeats${args}`)).toBe(ids);
  expect(await list(`seatsByZone${args.replace('hall: "main"', 'zone: "front"')}`)).toBe(ids);
});

test('lt, le, gt and ge compare a composite key as a whole', async () => {
  expect(await list('listSeats(hall: "main", rowNumber: { gt: { row: 2, number: 1 } })')).toBe(
    '2-2 2-11 10-1 10-2 10-11',
  );
  expect(await list('listSeats(hall: "main", rowNumber: { le: { row: 2, number: 2 } })')).toBe(
    '1-1 1-2 1-11 2-1 2-2',
  );
  expect(await list('listSeats(hall: "main", rowNumber: { lt: { row: 10 } })')).toBe(
    '1-1 1-2 1-11 2-1 2-2 2-11',
  );
});

test.each([
  ['listReadings(at: { eq: "x" }) { nextToken }', 'The argument "at" needs the argument "sensor" as well.'],
  [
    'listReadings(sensor: "s", at: { eq: "x", lt: "y" }) { nextToken }',
    'The argument "at" takes one operator, not 2.',
  ],
  [
    'listReadings(sensor: "s", at: { between: ["x"] }) { nextToken }',
    '"at.between" takes two values, the lower and the upper bound.',
  ],
  [
    'listSeats(hall: "main", rowNumber: { eq: { number: 2 } }) { nextToken }',
    '"rowNumber.eq.row" must not be null.',
  ],
  [
    'listSeats(hall: "main", rowNumber: { eq: {} }) { nextToken }',
    '"rowNumber.eq" must give at least "row".',
  ],
  [
    'readingsByLevel(level: 1, value: { lt: 1e300 }) { nextToken }',
    '"value.lt" holds a number that is too large or too small to be stored.',
  ],
])('an invalid key condition is rejected: %s', async (query, message) => {
  const answer = await ask(`{ ${query} }`);
  expect(messagesOf(answer)).toEqual([message]);
  expect(codesOf(answer)).toEqual(['INVALID_ARGUMENTS']);
});

test('get, update and delete need all parts of a composite key, and similar keys never collide', async () => {
  const create = async (hall: string, row: number, number: number) =>
    dataOf(
      await ask(
        `mutation { createSeat(input: { hall: "${hall}", row: ${row}, number: ${number}, zone: "${hall}" }) { id } }`,
      ),
    );
  await create('x#1', 2, 3);
  await create('x', 1, 2);
  await create('x', 12, 3);
  expect(
    codesOf(await ask('mutation { createSeat(input: { hall: "x", row: 1, number: 2, zone: "z" }) { id } }')),
  ).toEqual(['ALREADY_EXISTS']);
  const get = async (key: string) => dataOf(await ask(`{ getSeat(${key}) { hall zone } }`))['getSeat'];
  expect(await get('hall: "x#1", row: 2, number: 3')).toEqual({ hall: 'x#1', zone: 'x#1' });
  expect(await get('hall: "x", row: 1, number: 3')).toBeNull();
  const update = 'updateSeat(input: { hall: "x", row: 12, number: 3, zone: "back" }) { zone }';
  expect(dataOf(await ask(`mutation { ${update} }`))['updateSeat']).toEqual({ zone: 'back' });
  expect(await get('hall: "x", row: 1, number: 2')).toEqual({ hall: 'x', zone: 'x' });
  const remove = 'deleteSeat(input: { hall: "x", row: 1, number: 2 }) { zone }';
  expect(dataOf(await ask(`mutation { ${remove} }`))['deleteSeat']).toEqual({ zone: 'x' });
  expect(await get('hall: "x", row: 1, number: 2')).toBeNull();
});

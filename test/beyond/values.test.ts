import { finiteFloat } from '../../src/engine/types/numbers.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf, messagesOf } from '../engine/answers.ts';
import { randomFrom } from '../random-from.ts';

const sdl = /* GraphQL */ `
  type Item @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
  }
  type Slot @model @auth(rules: [{ allow: private }]) {
    id: ID!
    room: String! @index(name: "byRoom", sortKeyFields: ["startsAt"], queryField: "slotsByRoom")
    startsAt: AWSDateTime! @unique(fields: ["room"])
    day: AWSDate @index(name: "byDay", queryField: "slotsByDay")
    time: AWSTime
    size: Float
    alarms: [AWSDateTime]
  }
  type Person @model @auth(rules: [{ allow: private }]) {
    mail: AWSEmail! @primaryKey
    name: String
    letters: [Letter] @hasMany
  }
  type Letter @model @auth(rules: [{ allow: private }]) {
    id: ID!
    to: Person @belongsTo
  }
  type Reading @model @auth(rules: [{ allow: private }]) {
    level: Float! @primaryKey
    note: String @unique(fields: ["extra"])
    extra: Float
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    createdAt: String
  }
`;

const STAMP = '2026-11-29T12:05:27.722Z';
let api: TestApi;
beforeAll(async () => {
  const rows = {
    Item: [{ id: 'i', createdAt: STAMP, updatedAt: STAMP }],
    Note: [{ id: 'n', createdAt: STAMP }],
  };
  api = await openTestApi({ sdl, seed: { rows: { acme: rows } } });
});
afterAll(() => api.close());

const list = (type: 'Item' | 'Note' | 'Slot', filter: object): Promise<Answer> =>
  api.ask(
    'alice',
    `query ($filter: Model${type}FilterInput) { list${type}s(filter: $filter) { items { id } } }`,
    { filter },
  );
const create = (type: string, input: object, selection = 'id'): Promise<Answer> =>
  api.ask(
    'alice',
    `mutation ($input: Create${type}Input!) { create${type}(input: $input) { ${selection} } }`,
    { input },
  );

describe('the stamp of a row', () => {
  test.each<[operator: string, bound: unknown, found: boolean]>([
    ['ge', '2026-11-29T12:05:27Z', true],
    ['lt', '2026-11-29T12:05:27Z', false],
    ['lt', '2026-11-29T12:05:28Z', true],
    ['gt', '2026-11-29T12:05:27.7219Z', true],
    ['le', '2026-11-29T12:05:27.722000Z', true],
    ['eq', '2026-11-29T13:05:27.722+01:00', true],
    ['ne', '2026-11-29T13:05:27.722+01:00', false],
    ['in', ['2026-11-29T13:05:27.722+01:00'], true],
    ['between', ['2026-11-29T12:05:27Z', '2026-11-29T12:05:28Z'], true],
    ['between', ['2026-11-29T00:00-01:00', '2026-11-29T12:05Z'], false],
    ['ge', '2026-11-29', true],
    ['beginsWith', '2026-11-29T12', true],
  ])('meets %s %j: %s, also if it is declared as String', async (operator, bound, found) => {
    const filter = { createdAt: { [operator]: bound } };
    expect(idsOf(await list('Item', filter))).toEqual(found ? ['i'] : []);
    expect(idsOf(await list('Note', filter))).toEqual(found ? ['n'] : []);
  });

  test('is compared as an instant by the condition of an update', async () => {
    const rename = (bound: string): Promise<Answer> =>
      api.ask(
        'alice',
        `mutation ($c: ModelItemConditionInput) { updateItem(input: { id: "i", name: "x" }, condition: $c) { id } }`,
        { c: { createdAt: { lt: bound } } },
      );
    expect(codesOf(await rename('2026-11-29T12:05:27Z'))).toEqual(['CONDITION_FAILED']);
    expect(codesOf(await rename('2026-11-29T12:05:28Z'))).toEqual([]);
  });
});

describe('a time', () => {
  test('cannot be booked twice in two spellings, and is shown as given', async () => {
    const book = (id: string, room: string, startsAt: string) =>
      create('Slot', { id, room, startsAt }, 'startsAt');
    expect(dataOf(await book('s1', 'double', '2026-11-29T09:00:00Z'))).toEqual({
      createSlot: { startsAt: '2026-11-29T09:00:00Z' },
    });
    for (const again of ['2026-11-29T09:00:00.000Z', '2026-11-29T10:00:00+01:00', '2026-11-29T09:00Z'])
      expect(codesOf(await book('s2', 'double', again))).toEqual(['NOT_UNIQUE']);
    expect(codesOf(await book('s3', 'double', '2026-11-29T09:00:00.000000001Z'))).toEqual([]);
    expect(codesOf(await book('s4', 'other', '2026-11-29T09:00:00.000Z'))).toEqual([]);
  });

  test('orders an index, page by page, both ways and between bounds of any spelling', async () => {
    const random = randomFrom(20261129);
    const offsets = ['Z', '+01:00', '-07:30', '+14:00'] as const;
    const shifts = { Z: 0, '+01:00': 60, '-07:30': -450, '+14:00': 840 };
    const slots = Array.from({ length: 60 }, (_, at) => {
      const minute = Date.UTC(2026, 5, 1) / 60_000 + Math.floor(random() * 200_000);
      const offset = offsets[Math.floor(random() * 4)] ?? 'Z';
      const local = new Date((minute + shifts[offset]) * 60_000).toISOString();
      return { id: `o${at}`, room: 'ordered', startsAt: local.slice(0, at % 2 ? 16 : 19) + offset, minute };
    });
    const inputs = slots.map(({ minute: _, ...slot }) => slot);
    for (let at = 0; at < inputs.length; at += 20)
      dataOf(
        await api.ask(
          'alice',
          'mutation ($input: [CreateSlotInput!]!) { createSlots(input: $input) { id } }',
          { input: inputs.slice(at, at + 20) },
        ),
      );
    const sorted = slots.toSorted((one, other) => one.minute - other.minute);
    const read = async (direction: string, between: readonly string[] | null): Promise<string[]> => {
      const ids: string[] = [];
      let nextToken: string | null = null;
      do {
        const answer = await api.ask(
          'alice',
          `query ($d: ModelSortDirection, $s: ModelStringKeyConditionInput, $n: String) {
             slotsByRoom(room: "ordered", startsAt: $s, sortDirection: $d, limit: 7, nextToken: $n) { items { id } nextToken }
           }`,
          { d: direction, s: between && { between }, n: nextToken },
        );
        const page = dataOf(answer)['slotsByRoom'] as { items: { id: string }[]; nextToken: string | null };
        ids.push(...page.items.map(({ id }) => id));
        ({ nextToken } = page);
      } while (nextToken !== null);
      return ids;
    };
    const ids = sorted.map(({ id }) => id);
    expect(await read('ASC', null)).toEqual(ids);
    expect(await read('DESC', null)).toEqual(ids.toReversed());
    const bounds = [sorted[10]?.startsAt ?? '', sorted[49]?.startsAt ?? ''];
    expect(await read('ASC', bounds)).toEqual(ids.slice(10, 50));
  });

  test('in a filter that an index serves finds every spelling of the day', async () => {
    const startsAt = '2027-01-01T00:00Z';
    for (const [id, day] of [
      ['d1', '2026-01-01'],
      ['d2', '2026-01-01Z'],
      ['d3', '2026-01-01+02:00'],
    ] as const)
      dataOf(await create('Slot', { id, room: id, startsAt, day, time: '10:00', alarms: [startsAt] }));
    expect(idsOf(await list('Slot', { day: { eq: '2026-01-01+00:00' } })).toSorted()).toEqual(['d1', 'd2']);
    const answer = await api.ask('alice', '{ slotsByDay(day: "2026-01-01Z") { items { id } } }');
    expect(idsOf(answer).toSorted()).toEqual(['d1', 'd2']);
    expect(idsOf(await list('Slot', { day: { lt: '2026-01-01' } }))).toEqual(['d3']);
    expect(idsOf(await list('Slot', { time: { eq: '11:00:00.000+01:00' } }))).toHaveLength(3);
    expect(idsOf(await list('Slot', { alarms: { contains: '2027-01-01T01:00+01:00' } }))).toHaveLength(3);
  });
});

describe('an e-mail address', () => {
  test('names its row, and is referred to, without regard to case', async () => {
    dataOf(await create('Person', { mail: 'Ada@Example.com', name: 'Ada' }, 'mail'));
    expect(codesOf(await create('Person', { mail: 'ada@example.com' }, 'mail'))).toEqual(['ALREADY_EXISTS']);
    dataOf(await create('Letter', { id: 'l', personLettersMail: 'ADA@example.com' }));
    const answer = await api.ask(
      'alice',
      '{ getPerson(mail: "ada@EXAMPLE.com") { mail letters { items { id to { mail } } } } }',
    );
    expect(dataOf(answer)).toEqual({
      getPerson: {
        mail: 'Ada@Example.com',
        letters: { items: [{ id: 'l', to: { mail: 'Ada@Example.com' } }] },
      },
    });
  });
});

test('an update of several rows names a row in any spelling and returns its own', async () => {
  for (const mail of ['Eve@example.com', 'Fay@example.com']) dataOf(await create('Person', { mail }, 'mail'));
  const answer = await api.ask(
    'alice',
    `mutation { updatePeople(input: [{ mail: "EVE@example.com", name: "e" }, { mail: "FAY@example.com", name: "f" }]) { mail name } }`,
  );
  expect(dataOf(answer)).toEqual({
    updatePeople: [
      { mail: 'Eve@example.com', name: 'e' },
      { mail: 'Fay@example.com', name: 'f' },
    ],
  });
});

describe('a number', () => {
  test.each([
    ['1', '1.0'],
    ['0', '-0.0'],
    ['1e3', '1000'],
    ['123456789012345680000', '1.2345678901234568e20'],
  ])('%s and %s are one key and one unique value', async (one, other) => {
    const write = (level: string, extra: string): Promise<Answer> =>
      api.ask(
        'alice',
        `mutation { createReading(input: { level: ${level}, note: "n", extra: ${extra} }) { level } }`,
      );
    dataOf(await write(one, one));
    expect(codesOf(await write(other, '77'))).toEqual(['ALREADY_EXISTS']);
    expect(codesOf(await write('-5', other))).toEqual(['NOT_UNIQUE']);
  });

  test.each(['9007199254740993', '9007199254740992', '-9007199254740993', '1e21'])(
    'as an ID in JSON is refused if its digits are lost: %s',
    async (id) => {
      const answer = await create('Item', { id: Number(id) });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(messagesOf(answer)[0]).toContain('send the ID as text');
      const read = await api.ask('alice', 'query ($id: ID!) { getItem(id: $id) { id } }', { id: Number(id) });
      expect(codesOf(read)).toEqual(['BAD_USER_INPUT']);
      expect(codesOf(await list('Item', { id: { in: [Number(id)] } }))).toEqual(['BAD_USER_INPUT']);
    },
  );

  test('as an ID is text with all its digits in a query, and up to 2^53 - 1 in JSON', async () => {
    const text = 'mutation { createItem(input: { id: 9007199254740993 }) { id } }';
    expect(dataOf(await api.ask('alice', text))).toEqual({ createItem: { id: '9007199254740993' } });
    expect(dataOf(await create('Item', { id: 9007199254740991 }))).toEqual({
      createItem: { id: '9007199254740991' },
    });
  });

  test.each([
    ['createReading', 'createReading(input: { level: 1e300 }) { level }'],
    ['createReadings', 'createReadings(input: [{ level: 8 }, { level: 1e300 }]) { level }'],
    ['updateReading', 'updateReading(input: { level: 1, extra: 1e300 }) { level }'],
  ])('that no row can hold is refused by %s with its path in the input', async (field, text) => {
    const [error] = (await api.ask('alice', `mutation { ${text} }`)).errors;
    expect(error?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      errorInfo: {
        fields: [{ path: ['input', field.startsWith('c') ? 'level' : 'extra'], rule: 'storable' }],
      },
    });
  });

  test('beyond the range of a Float is refused with a sentence, as a value, a bound and a key', async () => {
    const codes = async (text: string): Promise<readonly unknown[]> => codesOf(await api.ask('alice', text));
    const refused = ['GRAPHQL_VALIDATION_FAILED'];
    expect(await codes('mutation { createReading(input: { level: 1e400 }) { level } }')).toEqual(refused);
    expect(await codes('{ listReadings(filter: { level: { lt: -1e400 } }) { items { level } } }')).toEqual(
      refused,
    );
    expect(await codes('{ getReading(level: 1e400) { level } }')).toEqual(refused);
    expect(() => finiteFloat.parseValue(JSON.parse('1e400'))).toThrow('beyond 1.7e308');
  });
});

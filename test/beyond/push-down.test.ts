import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, idsOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    state: String @index(name: "byState", sortKeyFields: ["lane", "rank"], queryField: "tasksByState")
    lane: String
    rank: Int
    board: ID @index(name: "byBoard")
    secret: String @index(name: "bySecret") @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  type Note @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    board: ID @index(name: "byBoard")
  }
`;
const Task = [
  { id: 'a', state: 'open', lane: 'x', rank: 9, board: '1', secret: 's' },
  { id: 'b', state: 'open', lane: 'x', rank: 1, board: '2', secret: 's' },
  { id: 'c', state: 'open', lane: 'y', rank: 5, board: '1' },
  { id: 'd', state: 'done', lane: 'x', rank: 3 },
  { id: 'e', state: 'open' },
];

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: { Task }, globex: { Task } } } });
});
afterAll(() => api.close());

const list = (args: string, user = 'alice'): Promise<Answer> =>
  api.ask(user, `{ listTasks(${args}) { items { id } nextToken } }`);
/** Returns the index, the key condition and the filter of the one Query that was sent. */
const queryOf = ({ calls }: Answer): unknown => {
  expect(calls.map(({ command }) => command.name)).toEqual(['Query']);
  const { IndexName, ExpressionAttributeNames, ExpressionAttributeValues, ...rest } = (calls[0]?.command
    .input ?? {}) as Record<string, unknown>;
  const text = (name: string): string | undefined =>
    (rest[name] as string | undefined)
      ?.replace(/#n\d+/g, (held) => String((ExpressionAttributeNames as Record<string, string>)[held]))
      .replace(/:v\d+/g, (held) =>
        JSON.stringify((ExpressionAttributeValues as Record<string, unknown>)[held]),
      );
  return [IndexName, text('KeyConditionExpression'), text('FilterExpression')];
};

test('eq on an indexed field is one Query of the index without a filter', async () => {
  const answer = await list('filter: { board: { eq: "1" } }');
  expect(idsOf(answer)).toEqual(['a', 'c']);
  expect(queryOf(answer)).toEqual(['gsi2', '2p = "T#acme#1.2#1"', undefined]);
});

test('the index with the most comparisons is queried, and the other comparisons become its filter', async () => {
  const answer = await list(
    'filter: { board: { eq: "1" }, state: { eq: "open" }, lane: { eq: "x" }, rank: { gt: 2 } }',
  );
  expect(idsOf(answer)).toEqual(['a']);
  expect(queryOf(answer)).toEqual([
    'gsi1',
    '1p = "T#acme#1.1#open" AND begins_with(1s, "x#")',
    expect.stringMatching(/^\(*board = "1" AND rank > 2\)*$|^\(*rank > 2 AND board = "1"\)*$/),
  ]);
});

test('eq inside and uses the index; eq inside or and not does not', async () => {
  expect(queryOf(await list('filter: { and: [{ board: { eq: "1" } }, { rank: { gt: 5 } }] }'))).toEqual([
    'gsi2',
    '2p = "T#acme#1.2#1"',
    expect.stringContaining('rank > 5'),
  ]);
  for (const filter of ['or: [{ board: { eq: "1" } }, { rank: { eq: 1 } }]', 'not: { board: { eq: "1" } }'])
    expect(queryOf(await list(`filter: { ${filter} }`))).toEqual([
      undefined,
      '__pk = "T#acme#1"',
      expect.any(String),
    ]);
});

test('two comparisons of the same field both apply, even when they contradict each other', async () => {
  expect(idsOf(await list('filter: { board: { eq: "1", ne: "1" } }'))).toEqual([]);
  expect(idsOf(await list('filter: { and: [{ board: { eq: "1" } }, { board: { eq: "2" } }] }'))).toEqual([]);
  expect(idsOf(await list('filter: { board: { eq: "1" }, and: [{ board: { eq: "1" } }] }'))).toEqual([
    'a',
    'c',
  ]);
});

test('a list with sortDirection keeps the order of the primary key and uses no index', async () => {
  for (const [direction, ids] of [
    ['ASC', 'abc'],
    ['DESC', 'cba'],
  ] as const) {
    const answer = await list(
      `filter: { state: { eq: "open" }, lane: { beginsWith: "" } }, sortDirection: ${direction}`,
    );
    expect(idsOf(answer)).toEqual(ids.split(''));
    expect(queryOf(answer)).toEqual([undefined, '__pk = "T#acme#1"', expect.any(String)]);
  }
});

test('the pages of a pushed-down filter continue each other, and their tokens are invalid for other lists', async () => {
  const found: unknown[] = [];
  let token: string | null = null;
  do {
    const answer: Answer = await list(
      `filter: { state: { eq: "open" } }, limit: 1${token === null ? '' : `, nextToken: "${token}"`}`,
    );
    found.push(...idsOf(answer));
    token = (dataOf(answer)['listTasks'] as { nextToken: string | null }).nextToken;
    if (token === null) break;
    const other = await list(`filter: { state: { eq: "done" } }, limit: 1, nextToken: "${token}"`);
    expect(codesOf(other)).toEqual(['INVALID_CURSOR']);
    expect(
      codesOf(
        await list(`filter: { state: { eq: "open" } }, sortDirection: ASC, limit: 1, nextToken: "${token}"`),
      ),
    ).toEqual(['INVALID_CURSOR']);
  } while (found.length < 9);
  // In the order of the index: by lane and rank, first the row that has neither.
  expect(found).toEqual(['e', 'b', 'a', 'c']);
});

test('a field that the caller may not read is not compared by an index either', async () => {
  expect(idsOf(await list('filter: { secret: { eq: "s" } }'))).toEqual(['a', 'b']);
  expect(codesOf(await list('filter: { secret: { eq: "s" } }', 'bob'))).toEqual(['FORBIDDEN']);
});

test('the rules of the rows apply to a pushed-down filter', async () => {
  for (const [id, user] of [
    ['1', 'alice'],
    ['2', 'bob'],
  ] as const)
    dataOf(await api.ask(user, `mutation { createNote(input: { id: "${id}", board: "k" }) { id } }`));
  const answer = await api.ask(
    'bob',
    '{ listNotes(filter: { board: { eq: "k" } }) { items { id } totalCount } }',
  );
  expect(dataOf(answer)).toEqual({ listNotes: { items: [{ id: '2' }], totalCount: 1 } });
  for (const { command } of answer.calls) expect(command.input).toMatchObject({ IndexName: 'gsi1' });
});

test('a filter for rows without a value uses no index, because an index has only rows with one', async () => {
  const answer = await list('filter: { board: { attributeExists: false } }');
  expect(idsOf(answer)).toEqual(['d', 'e']);
});

test('a count uses the index as well', async () => {
  const answer = await api.ask('alice', '{ countTasks(filter: { board: { eq: "1" } }) }');
  expect(dataOf(answer)).toEqual({ countTasks: 2 });
  expect(queryOf(answer)).toEqual(['gsi2', '2p = "T#acme#1.2#1"', undefined]);
});

import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { randomFrom } from '../random-from.ts';
import { fuzzModel } from '../sweeps/model.ts';
import { plainSdl } from './plain-requests.ts';

const SHARDS = 5;
const RULES = '@auth(rules: [{ allow: private }])';

describe('a schema whose types have shards', () => {
  const hot = plainSdl
    .replaceAll('@model ', '@model(shards: 3, counts: EXACT) ')
    .replaceAll('@model(queries', '@model(shards: 3, queries');
  fuzzModel(4, hot);
});

describe('lists of a type with shards', () => {
  const sdl = (shards: number): string => /* GraphQL */ `
    type Item @model(shards: ${shards}) ${RULES} {
      shelf: ID! @primaryKey(sortKeyFields: ["place"])
      place: Int!
      state: String @index(name: "byState", sortKeyFields: ["rank"], queryField: "itemsByState")
      rank: Int
    }
  `;
  const random = randomFrom(20_261_130);
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const rows = Array.from({ length: 150 }, (_, n) => ({
    shelf: pick('a', 'b', 'c', '#', '\u{1F600}', '\uFFFD'),
    place: n - 75,
    state: pick('TODO', 'DONE', null),
    rank: pick(-1, 0, 3, null),
  }));

  let one: TestApi;
  let many: TestApi;
  beforeAll(async () => {
    [one, many] = (await Promise.all(
      [1, SHARDS].map((shards) =>
        openTestApi({ sdl: sdl(shards), seed: { rows: { acme: { Item: rows } } } }),
      ),
    )) as [TestApi, TestApi];
  });
  afterAll(() => Promise.all([one.close(), many.close()]));

  /** Returns the rows of all pages of a list, and its count. Each page but the last is full. */
  async function walk(api: TestApi, field: string, args: string, limit: number): Promise<unknown[]> {
    const items: unknown[] = [];
    let token: string | null = null;
    do {
      const query = `query ($t: String) { page: ${field}(${args} limit: ${limit}, nextToken: $t) { items { shelf place state rank } totalCount nextToken } }`;
      const answer: Answer = await api.ask('alice', query, { t: token });
      const { page } = dataOf(answer) as {
        page: { nextToken: string | null; items: readonly unknown[]; totalCount: unknown };
      };
      if (page.nextToken !== null) expect(page.items).toHaveLength(limit);
      items.push(...page.items, page.totalCount);
      token = page.nextToken;
    } while (token !== null);
    return items.filter((item) => typeof item === 'object').concat([{ count: items.at(-1) }]);
  }

  test(`with ${SHARDS} shards has the same pages, order and counts as with one`, async () => {
    for (let run = 0; run < 25; run++) {
      const filter = pick(
        '',
        'filter: { rank: { ge: 0 } },',
        'filter: { state: { ne: "DONE" }, rank: { attributeExists: true } },',
      );
      const direction = pick('', 'sortDirection: ASC,', 'sortDirection: DESC,');
      const [field, args] = pick<readonly [string, string]>(
        ['listItems', ''],
        ['listItems', `shelf: "${pick('a', 'b', 'z')}", place: { between: [-40, 40] },`],
        ['itemsByState', `state: "${pick('TODO', 'DONE', 'NONE')}",`],
        ['itemsByState', `state: "TODO", rank: { ${pick('ge', 'lt')}: 0 },`],
      );
      const all = `${args} ${direction} ${filter}`;
      const limit = pick(1, 7, 20, 100);
      expect(await walk(many, field, all, limit)).toEqual(await walk(one, field, all, limit));
    }
  });

  test('a get is one call, and a list is one call of each shard', async () => {
    const [row] = rows;
    const get = await many.ask(
      'alice',
      `query ($shelf: ID!, $place: Int!) { getItem(shelf: $shelf, place: $place) { state } }`,
      { shelf: row?.shelf, place: row?.place },
    );
    expect(get.calls.map(({ command }) => command.name)).toEqual(['GetItem']);
    const list = await many.ask('alice', '{ listItems(limit: 20) { items { place } } }');
    expect(list.calls.map(({ command }) => command.name)).toEqual(Array(SHARDS).fill('Query'));
  });
});

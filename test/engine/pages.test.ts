import fc from 'fast-check';

import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, idsOf, messagesOf, pageOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    shelf: String! @index(name: "byShelf", sortKeyFields: ["rank"], queryField: "notesByShelf")
    rank: Int!
    rare: Boolean
  }
`;

/** 240 notes on 3 shelves, 80 on each, where every 60th is rare; ranks repeat. */
const notes = Array.from({ length: 240 }, (_, n) => ({
  id: `note-${String(n).padStart(3, '0')}`,
  shelf: `shelf ${n % 3}`,
  rank: (n * 7) % 20,
  ...(n % 60 === 30 ? { rare: true } : {}),
}));

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    seed: { rows: { acme: { Note: notes }, globex: { Note: notes.slice(0, 5) } } },
  });
});
afterAll(() => api.close());

const list = (variables: object, user = 'alice'): Promise<Answer> =>
  api.ask(
    user,
    `query ($filter: ModelNoteFilterInput, $sortDirection: ModelSortDirection, $limit: Int, $nextToken: String) {
      listNotes(filter: $filter, sortDirection: $sortDirection, limit: $limit, nextToken: $nextToken) {
        items { id rank } nextToken
      }
    }`,
    variables,
  );
const shelf = (variables: object): Promise<Answer> =>
  api.ask(
    'alice',
    `query ($shelf: String!, $rank: ModelIntKeyConditionInput, $sortDirection: ModelSortDirection, $filter: ModelNoteFilterInput, $limit: Int, $nextToken: String) {
      notesByShelf(shelf: $shelf, rank: $rank, sortDirection: $sortDirection, filter: $filter, limit: $limit, nextToken: $nextToken) {
        items { id rank } nextToken
      }
    }`,
    variables,
  );

test('paging with any limit, direction and filter returns each row once, in order, in full pages', async () => {
  const byId = (a: Note, b: Note): number => (a.id < b.id ? -1 : 1);
  const byRank = (a: Note, b: Note): number => a.rank - b.rank || byId(a, b);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 15, max: 250 }),
      fc.constantFrom('ASC', 'DESC'),
      fc.boolean(),
      fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      async (limit, sortDirection, byIndex, above) => {
        const filter = above === undefined ? undefined : { rank: { ge: above } };
        const expected = notes
          .filter((note) => (!byIndex || note.shelf === 'shelf 1') && note.rank >= (above ?? 0))
          .sort(byIndex ? byRank : byId)
          .map(({ id }) => id);
        if (sortDirection === 'DESC') expected.reverse();
        const seen: unknown[] = [];
        let nextToken: string | null = null;
        do {
          const variables: object = { limit, sortDirection, filter, nextToken };
          const answer = byIndex ? await shelf({ shelf: 'shelf 1', ...variables }) : await list(variables);
          const page = pageOf(answer);
          seen.push(...idsOf(answer));
          ({ nextToken } = page);
          // Every page but the last is full, and a page has a token exactly when more rows follow.
          expect(page.items.length).toBe(Math.min(limit, expected.length - seen.length + page.items.length));
          expect(nextToken === null).toBe(seen.length === expected.length);
        } while (nextToken !== null);
        expect(seen).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: 25 },
  );
});

interface Note {
  readonly id: string;
  readonly rank: number;
}

test('a page of a filter with rare matches is full, and the last page has a null token', async () => {
  const filter = { rare: { eq: true } };
  const first = await list({ filter, limit: 3 });
  expect(idsOf(first)).toEqual(['note-030', 'note-090', 'note-150']);
  const { nextToken } = pageOf(first);
  expect(nextToken).not.toBeNull();
  const second = pageOf(await list({ filter, limit: 3, nextToken }));
  expect(second).toMatchObject({ items: [{ id: 'note-210' }], nextToken: null });
  expect(pageOf(await list({ filter, limit: 4 })).nextToken).toBeNull();
});

test('a page has 100 rows when no limit is given', async () => {
  expect(idsOf(await list({}))).toHaveLength(100);
});

test.each([0, -1, 1001])('a limit of %d is rejected', async (limit) => {
  const answer = await list({ limit });
  expect(codesOf(answer)).toEqual(['INVALID_ARGUMENTS']);
  expect(messagesOf(answer)).toEqual(['The argument "limit" must lie between 1 and 1000.']);
  expect(answer.calls).toEqual([]);
});

test('limits of 1 and 1000 are accepted', async () => {
  expect(idsOf(await list({ limit: 1 }))).toHaveLength(1);
  expect(pageOf(await list({ limit: 1000 }))).toMatchObject({ items: { length: 240 }, nextToken: null });
});

test('a page token is valid only for the same field and arguments, with any limit', async () => {
  const { nextToken } = pageOf(await shelf({ shelf: 'shelf 0', limit: 2 }));
  expect(idsOf(await shelf({ shelf: 'shelf 0', limit: 5, nextToken }))).toHaveLength(5);
  const others = [
    shelf({ shelf: 'shelf 1', nextToken }),
    shelf({ shelf: 'shelf 0', sortDirection: 'DESC', nextToken }),
    shelf({ shelf: 'shelf 0', rank: { ge: 0 }, nextToken }),
    shelf({ shelf: 'shelf 0', filter: { rare: { eq: true } }, nextToken }),
    list({ nextToken }),
    list({ nextToken: 'made up' }),
    list({ nextToken: '' }),
  ];
  for (const answer of await Promise.all(others)) {
    expect(codesOf(answer)).toEqual(['INVALID_CURSOR']);
    expect(messagesOf(answer)).toEqual(['The cursor is not one of this list: start again without it.']);
    expect(answer.calls).toEqual([]);
  }
});

test('a page token of one tenant is invalid in another', async () => {
  const { nextToken } = pageOf(await list({ limit: 2 }));
  expect(codesOf(await list({ limit: 2, nextToken }, 'carol'))).toEqual(['INVALID_CURSOR']);
});

test('a page token contains nothing that a client can read', async () => {
  const { nextToken } = pageOf(await list({ limit: 31 }));
  const bytes = Buffer.from(nextToken ?? '', 'base64url').toString('latin1');
  expect(bytes).not.toMatch(/note-|acme|T#/);
});

import { openTestApi, type TestApi } from '../api.ts';
import { dataOf } from './answers.ts';

const sdl = /* GraphQL */ `
  type Author @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    profile: Profile @hasOne
    books: [Book] @hasMany
    reviews: [Review] @hasMany(references: ["authorId"])
    card: Card @hasOne(references: ["authorId"])
  }
  type Profile @model @auth(rules: [{ allow: private }]) {
    id: ID!
    bio: String
    author: Author @belongsTo
  }
  type Book @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    author: Author @belongsTo
    reviewId: ID
    review: Review @hasOne(fields: ["reviewId"])
    chapters: [Chapter] @hasMany(indexName: "byBook", fields: ["id"], limit: 2)
    tags: [Tag] @manyToMany(relationName: "BookTag")
  }
  type Chapter @model @auth(rules: [{ allow: private }]) {
    id: ID!
    bookId: ID! @index(name: "byBook", sortKeyFields: ["place"])
    place: Int!
    heading: String
    book: Book @belongsTo(fields: ["bookId"])
  }
  type Review @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
  }
  type Card @model @auth(rules: [{ allow: private }]) {
    id: ID!
    number: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    books: [Book] @manyToMany(relationName: "BookTag")
  }
  type Shelf @model @auth(rules: [{ allow: private }]) {
    room: ID! @primaryKey(sortKeyFields: ["number"])
    number: Int!
    boxes: [Box] @hasMany
  }
  type Box @model @auth(rules: [{ allow: private }]) {
    id: ID!
    shelf: Shelf @belongsTo
  }
`;

const chapters = [1, 2, 3, 4].map((place) => ({
  id: `c${place}`,
  bookId: 'b1',
  place,
  heading: place % 2 === 1 ? 'odd' : 'even',
}));
const rows = {
  Profile: [{ id: 'p1', bio: 'Writes.', profileAuthorId: 'a1' }],
  Author: [{ id: 'a1', name: 'Ada', authorProfileId: 'p1' }, { id: 'a2' }],
  Book: [
    { id: 'b1', title: 'First', authorBooksId: 'a1', reviewId: 'r1' },
    { id: 'b2', title: 'Second', authorBooksId: 'a1', reviewId: 'r3' },
    { id: 'b3', title: 'Alone' },
  ],
  Chapter: chapters,
  Review: [
    { id: 'r1', text: 'Good.', authorId: 'a1' },
    { id: 'r2', text: 'Dull.', authorId: 'a1' },
    { id: 'r3', text: 'Soon gone.' },
  ],
  Card: [{ id: 'k1', number: '7', authorId: 'a1' }],
  Tag: [{ id: 't1' }, { id: 't2' }],
  BookTag: [
    { id: 'l1', bookId: 'b1', tagId: 't1' },
    { id: 'l2', bookId: 'b1', tagId: 't2' },
    { id: 'l3', bookId: 'b2', tagId: 't1' },
  ],
  Shelf: [
    { room: 'x', number: 1 },
    { room: 'x', number: 2 },
  ],
  Box: [
    { id: 'x1', shelfBoxesRoom: 'x', shelfBoxesNumber: 1 },
    { id: 'x2', shelfBoxesRoom: 'x', shelfBoxesNumber: 2 },
  ],
};

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, seed: { rows: { acme: rows } } });
  // Without onDelete, rows keep the foreign key of a deleted row.
  dataOf(await api.ask('alice', 'mutation { deleteReview(input: { id: "r3" }) { id } }'));
  dataOf(await api.ask('alice', 'mutation { deleteShelf(input: { room: "x", number: 2 }) { number } }'));
});
afterAll(() => api.close());

const ask = async (query: string): Promise<Readonly<Record<string, unknown>>> =>
  dataOf(await api.ask('alice', `{ ${query} }`));

test('@hasOne and @belongsTo follow the foreign key that they add to their own row', async () => {
  expect(await ask('getAuthor(id: "a1") { authorProfileId profile { bio author { name } } }')).toEqual({
    getAuthor: { authorProfileId: 'p1', profile: { bio: 'Writes.', author: { name: 'Ada' } } },
  });
});

test('@hasMany finds the children by the foreign key that it adds to them, and @belongsTo follows it back', async () => {
  expect(await ask('getAuthor(id: "a1") { books { items { title author { name } } nextToken } }')).toEqual({
    getAuthor: {
      books: {
        items: [
          { title: 'First', author: { name: 'Ada' } },
          { title: 'Second', author: { name: 'Ada' } },
        ],
        nextToken: null,
      },
    },
  });
});

test('a foreign key that is null or names a missing row gives null or an empty list', async () => {
  expect(
    await ask('getBook(id: "b3") { author { name } review { text } chapters { items { id } } }'),
  ).toEqual({
    getBook: { author: null, review: null, chapters: { items: [] } },
  });
  expect(await ask('getBook(id: "b2") { reviewId review { text } }')).toEqual({
    getBook: { reviewId: 'r3', review: null },
  });
  expect(
    await ask('getAuthor(id: "a2") { profile { bio } card { number } reviews { items { id } } }'),
  ).toEqual({
    getAuthor: { profile: null, card: null, reviews: { items: [] } },
  });
});

test('the argument fields names the foreign key of a @hasOne', async () => {
  expect(await ask('getBook(id: "b1") { review { text } }')).toEqual({
    getBook: { review: { text: 'Good.' } },
  });
});

test('the argument references names the foreign key on the other type', async () => {
  expect(
    await ask(
      'getAuthor(id: "a1") { reviews { items { text author { id } } } card { number author { id } } }',
    ),
  ).toEqual({
    getAuthor: {
      reviews: {
        items: [
          { text: 'Good.', author: { id: 'a1' } },
          { text: 'Dull.', author: { id: 'a1' } },
        ],
      },
      card: { number: '7', author: { id: 'a1' } },
    },
  });
});

test('indexName orders the children, and the list accepts conditions, filters, limits and tokens', async () => {
  const ids = async (args: string): Promise<unknown> => {
    const { getBook } = await ask(`getBook(id: "b1") { chapters${args} { items { id } nextToken } }`);
    const { chapters: page } = getBook as { chapters: { items: { id: string }[]; nextToken: string | null } };
    return [page.items.map(({ id }) => id).join(' '), page.nextToken === null];
  };
  expect(await ids('')).toEqual(['c1 c2', false]);
  expect(await ids('(limit: 4)')).toEqual(['c1 c2 c3 c4', true]);
  expect(await ids('(sortDirection: DESC, limit: 3)')).toEqual(['c4 c3 c2', false]);
  expect(await ids('(place: { between: [2, 3] })')).toEqual(['c2 c3', true]);
  expect(await ids('(filter: { heading: { eq: "even" } })')).toEqual(['c2 c4', true]);
});

test('a page token of a nested list is valid only under the same parent', async () => {
  const chapters = (id: string, args: string) =>
    api.ask('alice', `{ getBook(id: "${id}") { chapters${args} { items { id } nextToken } } }`);
  const { getBook } = dataOf(await chapters('b1', ''));
  const { nextToken } = (getBook as { chapters: { nextToken: string } }).chapters;
  expect(dataOf(await chapters('b1', `(nextToken: "${nextToken}")`))).toEqual({
    getBook: { chapters: { items: [{ id: 'c3' }, { id: 'c4' }], nextToken: null } },
  });
  const other = await chapters('b2', `(nextToken: "${nextToken}")`);
  expect(other.errors[0]?.extensions['code']).toBe('INVALID_CURSOR');
});

test('@manyToMany is answered through its join model from both sides', async () => {
  expect(await ask('getBook(id: "b1") { tags { items { tag { id } book { title } } } }')).toEqual({
    getBook: {
      tags: {
        items: [
          { tag: { id: 't1' }, book: { title: 'First' } },
          { tag: { id: 't2' }, book: { title: 'First' } },
        ],
      },
    },
  });
  expect(await ask('getTag(id: "t1") { books { items { book { title } } } }')).toEqual({
    getTag: { books: { items: [{ book: { title: 'First' } }, { book: { title: 'Second' } }] } },
  });
});

test('a relation to a composite key uses every part of the key', async () => {
  expect(await ask('listBoxes { items { id shelf { room number } } }')).toEqual({
    listBoxes: {
      items: [
        { id: 'x1', shelf: { room: 'x', number: 1 } },
        { id: 'x2', shelf: null },
      ],
    },
  });
  expect(await ask('getShelf(room: "x", number: 1) { boxes { items { id } } }')).toEqual({
    getShelf: { boxes: { items: [{ id: 'x1' }] } },
  });
});

test('a child moves to another parent when its foreign key changes', async () => {
  const move = 'updateBook(input: { id: "b3", authorBooksId: "a2" }) { author { id } }';
  expect(dataOf(await api.ask('alice', `mutation { ${move} }`))).toEqual({
    updateBook: { author: { id: 'a2' } },
  });
  expect(await ask('getAuthor(id: "a2") { books { items { id } } }')).toEqual({
    getAuthor: { books: { items: [{ id: 'b3' }] } },
  });
  const leave = 'updateBook(input: { id: "b3", authorBooksId: null }) { author { id } }';
  expect(dataOf(await api.ask('alice', `mutation { ${leave} }`))).toEqual({ updateBook: { author: null } });
  expect(await ask('getAuthor(id: "a2") { books { items { id } } }')).toEqual({
    getAuthor: { books: { items: [] } },
  });
});

test('rows that several fields refer to are read once, in one batch', async () => {
  const { calls } = await api.ask('alice', '{ listBookTags { items { book { title } tag { id } } } }');
  expect(calls.map(({ command }) => command.name)).toEqual(['Query', 'BatchGetItem']);
  const [, batch] = calls.map(({ command }) => command.input);
  expect(batch).toMatchObject({ Keys: { length: 4 } });
});

import type { Context, CustomResolvers, Refuse, ResolverTable } from '../../src/engine/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { partitionOf } from '../shared/partition-of.ts';

const sdl = /* GraphQL */ `
  type Task
    @model
    @auth(rules: [{ allow: groups, groups: ["ADMIN"] }, { allow: private, operations: [read] }]) {
    id: ID!
    status: Status
    price: Float
    day: String @index(name: "byDay", sortKeyFields: ["price"], queryField: "tasksByDay")
  }
  enum Status {
    OPEN
    DONE
  }
  interface Thing {
    id: ID!
  }
  type Sub implements Thing {
    id: ID!
  }
  type Query {
    big: Int
    nan: Float
    any: Thing
    word: Status
    list: [Int]
    day: AWSDate
    text(of: String!): String
    json(of: String!): AWSJSON
    at: AWSDateTime
    thrown(by: String!): String
    wrongCall(how: String!): Int
  }
  type Mutation {
    close(id: ID!): Task
  }
`;

/** A GraphQLError of another copy of graphql, as a resolver in a folder of its own throws it. */
class GraphQLError extends Error {
  override readonly name = 'GraphQLError';
  readonly extensions: Readonly<Record<string, unknown>>;
  constructor(message: string, extensions = {}) {
    super(message);
    this.extensions = extensions;
  }
}

const VALUES: Readonly<Record<string, unknown>> = {
  object: { a: 1 },
  list: [1, 'x'],
  number: 5,
  true: true,
  text: '{"a":1}',
  word: 'plain',
};

type Own = Context & { readonly refuse: Refuse };
const THROWS: Readonly<Record<string, (context: Own) => unknown>> = {
  own: ({ refuse }) => refuse('The shop is closed on Sundays.', { code: 'CLOSED_ON_SUNDAYS' }),
  ours: ({ refuse }) => refuse('There is no such shop.', { code: 'NOT_FOUND' }),
  plain: ({ refuse }) => refuse('That does not work.'),
  later: async ({ refuse }) => refuse(await Promise.resolve('Later.'), { code: 'CONFLICT' }),
  reserved: ({ refuse }) => refuse('Please sign in.', { code: 'UNAUTHENTICATED' }),
  copy: () => {
    throw new GraphQLError('An appointment that is REQUESTED cannot become DONE.');
  },
  copyWithCode: () => Promise.reject(new GraphQLError('Not yours.', { code: 'FORBIDDEN', inner: 'x' })),
  long: ({ refuse }) => refuse(`No "${'x'.repeat(5_000)}".`),
  fetch: () => {
    throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
  },
  mistake: () => {
    throw new RangeError('toFixed() digits argument must be between 0 and 100');
  },
};

const WRONG: Readonly<Record<string, object>> = {
  sort: { sort: { price: { gt: 1 } } },
  filter: { filter: { price: { above: 1 } } },
};

const tasks = ({ store }: Context): ResolverTable => store['Task'] as ResolverTable;
const resolvers = {
  Query: {
    big: () => 2 ** 40,
    nan: () => NaN,
    any: () => ({ id: 'x' }),
    word: () => 'OLD',
    list: () => 'x',
    day: () => '2026-02-30',
    text: (_root: unknown, { of }: { of: string }) => of,
    json: (_root: unknown, { of }: { of: string }) => VALUES[of],
    at: () => new Date(0),
    thrown: (_root: unknown, { by }: { by: string }, context: Own) => THROWS[by]?.(context),
    wrongCall: async (_root: unknown, { how }: { how: string }, context: Context) =>
      (await tasks(context).query('byDay', { day: 'x' }, WRONG[how])).rows.length,
  },
  Mutation: {
    close: (_root: unknown, { id }: { id: string }, context: Context) =>
      tasks(context).update({ id, status: 'DONE' }),
  },
} as unknown as CustomResolvers;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl, resolvers, seed: { rows: { acme: { Task: [{ id: 't', day: 'x' }] } } } });
  // The row was written when the enum still had this value.
  const { direct } = api;
  await direct({
    name: 'PutItem',
    input: { Item: { __pk: partitionOf('acme', 'Task', api.model), __sk: 'old#', id: 'old', status: 'OLD' } },
  });
});
afterAll(() => api.close());

const ask = (query: string, variables: object = {}): Promise<Answer> => api.ask('bob', query, variables);

describe('what a resolver or a stored row gives and the schema does not allow', () => {
  test.each([
    ['a removed value of an enum in a row', '{ getTask(id: "old") { status } }'],
    ['a number beyond an Int', '{ big }'],
    ['NaN', '{ nan }'],
    ['an object without its type', '{ any { id } }'],
    ['an unknown value of an enum', '{ word }'],
    ['a text in place of a list', '{ list }'],
    ['a day that does not exist', '{ day }'],
  ])('is INTERNAL, logged and not retryable: %s', async (_what, query) => {
    const before = api.log.length;
    const { errors } = await ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(errors[0]?.extensions).not.toHaveProperty('retryable');
    expect(errors[0]?.message).toBe(
      'Something went wrong on our side. Quote the request id when you report it.',
    );
    expect(api.log.slice(before)).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'internal error' }),
    );
  });

  test('is retryable only when a later request may succeed', async () => {
    const retryable = async (by: string): Promise<unknown> =>
      (await ask('query ($by: String!) { thrown(by: $by) }', { by })).errors[0]?.extensions['retryable'];
    expect(await retryable('mistake')).toBeUndefined();
    expect(await retryable('fetch')).toBe(true);
  });

  test.each([
    ['object', '{"a":1}'],
    ['list', '[1,"x"]'],
    ['number', '5'],
    ['true', 'true'],
    ['text', '{"a":1}'],
    ['word', '"plain"'],
  ])('is written as JSON for AWSJSON: %s', async (of, json) => {
    const { data, errors } = await ask('query ($of: String!) { json(of: $of) }', { of });
    expect([errors, data]).toEqual([[], { json }]);
  });

  test('is written as ISO 8601 for a Date', async () => {
    expect((await ask('{ at }')).data).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });
});

describe('context.refuse', () => {
  const thrown = (by: string): Promise<Answer> => ask('query ($by: String!) { thrown(by: $by) }', { by });

  test.each([
    ['own', 'The shop is closed on Sundays.', { code: 'CLOSED_ON_SUNDAYS', errorType: 'CLOSED_ON_SUNDAYS' }],
    [
      'ours',
      'There is no such shop.',
      { code: 'NOT_FOUND', errorType: 'DynamoDB:ConditionalCheckFailedException' },
    ],
    ['plain', 'That does not work.', { code: 'BAD_USER_INPUT', errorType: 'ValidationException' }],
    ['later', 'Later.', { code: 'CONFLICT', retryable: true }],
  ])('refuses with a sentence and a code: %s', async (by, message, extensions) => {
    const { errors, data } = await thrown(by);
    expect(errors).toMatchObject([{ message, extensions, path: ['thrown'] }]);
    expect(data).toEqual({ thrown: null });
  });

  test('takes no code that says something about the request or the platform', async () => {
    const { errors } = await thrown('reserved');
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(api.log)).toContain('refuse() takes a code in capitals');
  });

  test('has the same effect as a GraphQLError of another copy of graphql', async () => {
    expect((await thrown('copy')).errors).toMatchObject([
      {
        message: 'An appointment that is REQUESTED cannot become DONE.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    const { errors } = await thrown('copyWithCode');
    expect(errors).toMatchObject([{ message: 'Not yours.', extensions: { code: 'FORBIDDEN' } }]);
    expect(JSON.stringify(errors)).not.toContain('inner');
  });
});

test.each(['sort', 'filter'])(
  'a wrong %s of a resolver is INTERNAL, and only the log says why',
  async (how) => {
    const before = api.log.length;
    const { errors } = await ask('query ($how: String!) { wrongCall(how: $how) }', { how });
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(api.log.slice(before))).toContain('is not an operator');
  },
);

test('a missing right in a custom field names the field that the client called', async () => {
  const { errors } = await ask('mutation { close(id: "t") { id } }');
  expect(errors.map(({ message }) => message)).toEqual(['Not Authorized to access close on type Mutation']);
});

describe('a mistake of the client', () => {
  /** Sends a body as it is. */
  const send = async (body: string): Promise<Pick<Answer, 'errors'>> => {
    const authorization = `Bearer ${await api.token('bob')}`;
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
    return JSON.parse((await api.handle({ headers, body })).body) as Pick<Answer, 'errors'>;
  };

  test.each([12, 500, 5_000, 100_000])('is not INTERNAL when a filter is %d levels deep', async (depth) => {
    let json = '{"price":{"gt":1}}';
    for (let n = 0; n < depth; n += 1) json = `{"not":${json}}`;
    const body = `{"query":"query ($f: ModelTaskFilterInput) { listTasks(filter: $f) { items { id } } }","variables":{"f":${json}}}`;
    const { errors } = await send(body);
    expect(errors).toMatchObject([
      depth < 100
        ? { extensions: { code: 'INVALID_ARGUMENTS' } }
        : {
            message: 'The variable "$f" nests deeper than 100 levels.',
            extensions: { code: 'BAD_USER_INPUT' },
          },
    ]);
  });

  test('in the bound of a filter or a key is INVALID_ARGUMENTS and names the argument', async () => {
    const list = 'query ($f: ModelTaskFilterInput) { listTasks(filter: $f) { items { id } } }';
    expect((await ask(list, { f: { price: { gt: 1e200 } } })).errors).toMatchObject([
      {
        message: '"filter.price.gt" holds a number that is too large or too small to be stored.',
        extensions: { code: 'INVALID_ARGUMENTS' },
      },
    ]);
    const byDay =
      'query ($p: ModelFloatKeyConditionInput) { tasksByDay(day: "x", price: $p) { items { id } } }';
    expect((await ask(byDay, { p: { gt: 1e200 } })).errors).toMatchObject([
      { extensions: { code: 'INVALID_ARGUMENTS' } },
    ]);
  });

  test.each([
    ['the name of a field', `{ ${'x'.repeat(900_000)} }`, {}, null],
    ['the name of an operation', 'query A { big } query B { big }', {}, 'x'.repeat(900_000)],
    [
      'a variable',
      'query ($d: Status) { tasksByDay(day: "x", filter: { status: { eq: $d } }) { items { id } } }',
      { d: 'x'.repeat(600_000) },
      null,
    ],
    [
      'a value in the document',
      `{ tasksByDay(day: "x", limit: "${'x'.repeat(600_000)}") { items { id } } }`,
      {},
      null,
    ],
  ])('is shown without the whole text: %s', async (_what, query, variables, operationName) => {
    const { errors } = await send(JSON.stringify({ query, variables, operationName }));
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors).length).toBeLessThan(2_000);
  });

  test('has the path of the input, whatever rule a value breaks', async () => {
    const create = 'mutation ($input: CreateTaskInput!) { createTask(input: $input) { id } }';
    const pathOf = async (input: object): Promise<unknown> =>
      (await api.ask('alice', create, { input })).errors[0]?.extensions['errorInfo'];
    expect(await pathOf({ price: 1e200 })).toMatchObject({ fields: [{ path: ['input', 'price'] }] });
    expect(await pathOf({ id: 'x'.repeat(2_000) })).toMatchObject({ fields: [{ path: ['input', 'id'] }] });
  });
});

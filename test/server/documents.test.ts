import type { APIGatewayProxyResult } from 'aws-lambda';

import { openTestApi, type TestApi } from '../api.ts';
import { bodyOf, internalsIn } from './events.ts';

let api: TestApi;
let authorization: string;
beforeAll(async () => {
  api = await openTestApi();
  authorization = `Bearer ${await api.token('alice')}`;
});
afterAll(() => api.close());

const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const ask = (
  query: unknown,
  more: object = {},
  accept: string | undefined = GRAPHQL_RESPONSE,
): Promise<APIGatewayProxyResult> =>
  api.handle({
    headers: { authorization, 'content-type': 'application/json', ...(accept !== '' && { accept }) },
    body: JSON.stringify({ query, ...more }),
  });

/** Returns a query of a few hundred bytes that makes 2 to the given power of selections. */
function bomb(power: number): string {
  const fragments = Array.from(
    { length: power },
    (_, n) => `fragment F${n} on Query { a: __typename ...F${n + 1} ...F${n + 1} }`,
  );
  return `{ ...F0 } ${fragments.join(' ')} fragment F${power} on Query { b: __typename }`;
}
const aliases = (count: number, field: string): string =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ')} }`;

describe('a document', () => {
  it.each<[string, unknown, string]>([
    ['that is not GraphQL', 'nonsense', 'GRAPHQL_PARSE_FAILED'],
    ['that ends too soon', '{ listTasks { items {', 'GRAPHQL_PARSE_FAILED'],
    ['with an unknown field', '{ nobodyKnows }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with an unknown argument',
      '{ listTasks(tenant: "globex") { items { id } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['with an unknown type', 'query Q($a: Nobody) { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'that has two operations and names none',
      'query A { __typename } query B { __typename }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'that selects a key of the table',
      '{ getTask(id: "a") { __pk __gsi1pk } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['that is a number', 7, 'BAD_REQUEST'],
    ['that is a list', ['{ __typename }'], 'BAD_REQUEST'],
    ['that is empty', '', 'BAD_REQUEST'],
  ])('%s is refused', async (_title, query, code) => {
    const result = await ask(query);
    expect(bodyOf(result).errors?.map(({ extensions }) => extensions['code'])).toContain(code);
    expect(bodyOf(result).data).toBeUndefined();
    expect(result.statusCode).toBeGreaterThanOrEqual(400);
    expect(result.statusCode).toBeLessThan(500);
    if (code !== 'GRAPHQL_VALIDATION_FAILED') expect(internalsIn(result.body)).toEqual([]);
  });

  it.each([
    ['', 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['application/json', 200, 'application/json'],
    [`application/json, ${GRAPHQL_RESPONSE}`, 200, 'application/json'],
    [`${GRAPHQL_RESPONSE};q=0.5, application/json`, 200, 'application/json'],
    [`${GRAPHQL_RESPONSE};q=0, */*`, 200, 'application/json'],
    [GRAPHQL_RESPONSE, 400, GRAPHQL_RESPONSE],
    [`${GRAPHQL_RESPONSE},application/json;q=0.9`, 400, GRAPHQL_RESPONSE],
    [`application/json;q=0.9, ${GRAPHQL_RESPONSE}`, 400, GRAPHQL_RESPONSE],
    [`*/*, ${GRAPHQL_RESPONSE}`, 400, GRAPHQL_RESPONSE],
  ])(
    'that is refused for the accepted type "%s" is answered with status %i and %s',
    async (accept, status, type) => {
      const { statusCode, headers, body } = await ask('{ nobodyKnows }', {}, accept);
      expect([statusCode, String(headers?.['content-type']).split(';')[0]]).toEqual([status, type]);
      expect(JSON.parse(body)).toMatchObject({
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    },
  );

  it('is refused when it lacks the operation that the request names', async () => {
    const result = await ask('query A { __typename }', { operationName: 'B' });
    expect(bodyOf(result).errors?.[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  it('with a subscription is refused, because a request is answered once', async () => {
    const { data, errors } = bodyOf(await ask('subscription { onCreateTask { id } }'));
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_REQUEST']);
    expect(errors?.[0]?.message).toBe('A subscription needs a socket: a request is answered once.');
  });

  it.each([
    ['a variable', 'subscription ($on: Boolean!) { onCreateTask @include(if: $on) { id } }'],
    [
      'a variable in a fragment',
      'subscription ($on: Boolean!) { ...S } fragment S on Subscription { onCreateTask @skip(if: $on) { id } }',
    ],
    ['no condition', 'subscription { onCreateTask @include { id } }'],
    ['a number', 'subscription { onCreateTask @include(if: 1) { id } }'],
    [
      'a variable, next to the query that is asked for',
      'query Q { __typename } subscription S($on: Boolean!) { onCreateTask @include(if: $on) { id } }',
    ],
  ])('whose field of Subscription depends on %s is refused with BAD_REQUEST', async (_title, query) => {
    const result = await ask(query, {
      variables: { on: true },
      operationName: query.startsWith('query') ? 'Q' : undefined,
    });
    expect([result.statusCode, bodyOf(result).errors?.map(({ extensions }) => extensions['code'])]).toEqual([
      400,
      ['BAD_REQUEST'],
    ]);
  });

  it('cannot be replaced by its hash: persisted queries are not supported', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const result = await ask(undefined, { extensions });
    expect([result.statusCode, bodyOf(result).errors]).toMatchObject([
      200,
      [
        {
          message: 'PersistedQueryNotSupported',
          extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' },
        },
      ],
    ]);
  });

  it.each([['__proto__'], ['constructor'], ['toString'], ['hasOwnProperty']])(
    'may use the alias "%s"',
    async (alias) => {
      const result = await ask(`{ ${alias}: getTask(id: "acme-task-1") { ${alias}: title } }`);
      expect(result.statusCode).toBe(200);
      expect(result.body).toContain(`{"data":{"${alias}":{"${alias}":"Draw the nozzle"}}}`);
      expect(({} as { title?: unknown }).title).toBeUndefined();
    },
  );

  it.each([['constructor'], ['toString'], ['valueOf']])(
    'has no variable "$%s", whose absence graphql-js would not notice',
    async (name) => {
      const { data, errors } = bodyOf(
        await ask(
          `mutation ($${name}: String) { updateTask(input: { id: "acme-task-1", title: $${name} }) { id } }`,
        ),
      );
      expect(data).toBeUndefined();
      expect(errors?.map(({ extensions }) => extensions['code'])).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(errors?.[0]?.message).toContain(`"$${name}Value"`);
    },
  );

  it('may have a variable and an extension with the name "__proto__"', async () => {
    const body =
      '{"query":"{ __typename }","variables":{"__proto__":{"polluted":1}},"extensions":{"__proto__":{"polluted":1}}}';
    const result = await api.handle({ headers: { authorization, 'content-type': 'application/json' }, body });
    expect(bodyOf(result)).toEqual({ data: { __typename: 'Query' } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('may introspect the schema, which names no tenant and no key', async () => {
    const { data } = bodyOf(
      await ask('{ __schema { types { name fields { name args { name } } inputFields { name } } } }'),
    );
    const text = JSON.stringify(data);
    expect(text).toContain('"Task"');
    expect(text).not.toMatch(/tenantId|__pk|gsi\d/i);
  });
});

describe('an expensive document', () => {
  it.each<[string, string]>([
    ['a fragment bomb', bomb(16)],
    ['a fragment bomb that unfolds to more fields than any machine counts', bomb(60)],
    ['20,000 braces', '{a'.repeat(20_000)],
    ['20,000 brackets', `{ getTask(id: ${'['.repeat(20_000)}`],
    ['20,000 braces of an input', `{ getTask(id: ${'{a:'.repeat(20_000)}`],
    ['10,000 aliases', aliases(10_000, '__typename')],
    ['10,000 directives', `{ __typename ${'@skip(if: false) '.repeat(10_000)} }`],
    ['1,000 fragments that overlap', `{ ${Array.from({ length: 1000 }, (_, n) => `...F${n}`).join(' ')} }`],
    ['a fragment that holds itself', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'an introspection without end',
      `{ __schema { types { ${'fields { type { '.repeat(400)} name ${'} } '.repeat(400)} } } }`,
    ],
  ])('is refused before it runs: %s', async (_title, query) => {
    const result = await ask(query);
    const { errors } = bodyOf(result);
    expect({ status: result.statusCode, data: bodyOf(result).data }).toEqual({
      status: 400,
      data: undefined,
    });
    expect(errors?.length).toBeGreaterThan(0);
    expect(errors?.length).toBeLessThanOrEqual(11);
    expect(internalsIn(result.body)).toEqual([]);
  });

  it('gets at most 11 errors, however many mistakes it has', async () => {
    const { errors } = bodyOf(await ask(aliases(300, 'nobody')));
    expect(errors?.length).toBeLessThanOrEqual(11);
    const { errors: coerced } = bodyOf(
      await ask('mutation M($input: CreateTaskInput!) { createTask(input: $input) { id } }', {
        variables: { input: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, n])) },
      }),
    );
    expect(coerced?.length).toBeLessThanOrEqual(11);
  });

  it('is refused when its page limit is below 1 or above 1,000', async () => {
    for (const limit of [0, -1, 1001, 2_000_000_000]) {
      const { errors } = bodyOf(await ask(`{ listTasks(limit: ${limit}) { items { id } } }`));
      expect(errors?.[0]?.extensions['code']).toBe('INVALID_ARGUMENTS');
    }
  });
});

import { GraphQLError } from 'graphql';

import { Refusal } from '../../src/tenant/index.ts';
import type { CustomResolvers } from '../../src/engine/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { bodyOf, internalsIn } from './events.ts';

const sdl = `
type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String! }
type Query { fail(how: String!): String broken: Note! list: [Note!] }
`;

class DynamoFailure extends Error {
  override readonly name = 'ResourceNotFoundException';
}
const failures: Readonly<Record<string, () => unknown>> = {
  error: () =>
    new Error('Requested resource T#acme#Note of table abc-data not found at /var/task/index.js:1'),
  sdk: () => new DynamoFailure('arn:aws:dynamodb:us-east-1:123456789012:table/abc-data'),
  text: () => 'T#acme#Note',
  object: () => ({ message: 'T#acme#Note', __pk: 'T#acme#Note' }),
  nothing: () => undefined,
  type: () => new TypeError("Cannot read properties of undefined (reading '__pk')"),
  disk: () => Object.assign(new Error('The disk of the data directory is full.'), { name: 'DiskFull' }),
  wrapped: () => new GraphQLError('T#acme#Note', { originalError: new Error('__pk') }),
  deliberate: () => new GraphQLError('The kettle is empty.'),
  refusal: () => new Refusal('CONFLICT', 'Somebody else is cooking.'),
};

let api: TestApi;
let away = false;
beforeAll(async () => {
  const resolvers = {
    Query: {
      fail: (_root: unknown, { how }: { how: string }) => {
        throw failures[how]?.();
      },
      broken: () => ({ id: 'a', text: null }),
      list: () => [null],
    },
  };
  api = await openTestApi({
    sdl,
    resolvers: resolvers as unknown as CustomResolvers,
    through: (send) => (command, options) =>
      away
        ? Promise.reject(new DynamoFailure('no table abc-data at dynamodb.us-east-1.amazonaws.com'))
        : send(command, options),
  });
});
afterAll(() => api.close());
afterEach(() => {
  away = false;
});

const LASTING = {
  message: 'Something went wrong on our side. Quote the request id when you report it.',
  extensions: { code: 'INTERNAL', errorType: 'InternalFailure', errorInfo: null },
};
const MASKED = { ...LASTING, extensions: { ...LASTING.extensions, retryable: true } };

describe('an unexpected error', () => {
  it.each([['error'], ['sdk'], ['text'], ['object'], ['nothing'], ['wrapped']])(
    'is masked and logged: %s',
    async (how) => {
      const before = api.log.length;
      const { errors, status } = await api.ask('alice', 'query Q($how: String!) { fail(how: $how) }', {
        how,
      });
      expect(status).toBe(200);
      expect(errors).toMatchObject([{ ...MASKED, path: ['fail'] }]);
      expect(internalsIn(JSON.stringify(errors))).toEqual([]);
      expect(api.log.slice(before)).toContainEqual(
        expect.objectContaining({
          level: 'error',
          message: 'internal error',
          path: 'fail',
          tenantId: 'acme',
        }),
      );
    },
  );

  it.each([
    ['it is a mistake in the code', 'type'],
    ['the disk of a laptop is full', 'disk'],
  ])('promises no success of a retry when %s', async (_why, how) => {
    const query = 'query Q($how: String!) { fail(how: $how) }';
    const { errors } = await api.ask('alice', query, { how });
    expect(errors).toMatchObject([LASTING]);
    expect(errors[0]?.extensions).not.toHaveProperty('retryable');
    expect(internalsIn(JSON.stringify(errors))).toEqual([]);
  });

  it('is masked when DynamoDB fails, in reads and in writes', async () => {
    away = true;
    for (const query of [
      '{ listNotes { items { id } } }',
      '{ getNote(id: "a") { id } }',
      'mutation { createNote(input: { text: "a" }) { id } }',
    ]) {
      const { errors } = await api.ask('alice', query);
      expect(errors).toMatchObject([MASKED]);
      expect(internalsIn(JSON.stringify(errors))).toEqual([]);
    }
  });

  it('is masked and logged when a resolver returns null where the schema allows none', async () => {
    for (const query of ['{ broken { id text } }', '{ list { id } }']) {
      const before = api.log.length;
      const { errors } = await api.ask('alice', query);
      expect(errors).toMatchObject([LASTING]);
      expect(errors[0]?.extensions).not.toHaveProperty('retryable');
      expect(api.log.slice(before)).toContainEqual(
        expect.objectContaining({
          message: 'internal error',
          reason: expect.stringContaining('non-nullable') as unknown,
        }),
      );
    }
  });
});

describe('a deliberate error', () => {
  it('reaches the client with its own message and code', async () => {
    const query = 'query Q($how: String!) { fail(how: $how) }';
    const deliberate = await api.ask('alice', query, { how: 'deliberate' });
    expect(deliberate.errors).toMatchObject([
      { message: 'The kettle is empty.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const refusal = await api.ask('alice', query, { how: 'refusal' });
    expect(refusal.errors).toMatchObject([
      { message: 'Somebody else is cooking.', extensions: { code: 'CONFLICT', retryable: true } },
    ]);
  });

  it('for a missing row names the id that the client sent, and no key of the table', async () => {
    const { errors } = await api.ask('alice', 'mutation { deleteNote(input: { id: "a#b" }) { id } }');
    expect(errors).toMatchObject([
      { message: 'There is no Note with id "a#b".', extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(internalsIn(JSON.stringify(errors))).toEqual([]);
  });
});

describe('a request id', () => {
  const authorized = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await api.token('alice')}`,
    'content-type': 'application/json',
  });

  it('is in a header of every answer', async () => {
    const headers = await authorized();
    for (const [body, sent] of [
      ['{"query":"{ __typename }"}', headers],
      ['{"query":"{ nobody }"}', headers],
      ['{', headers],
      ['{"query":"{ __typename }"}', { 'content-type': 'application/json' }],
    ] as const) {
      const { headers: answered } = await api.handle({ headers: sent, body });
      expect(answered?.['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('is in every error and in the log entries of its request', async () => {
    const result = await api.handle({
      headers: await authorized(),
      body: '{"query":"{ fail(how: \\"error\\") one: fail(how: \\"sdk\\") }"}',
    });
    const id = result.headers?.['x-request-id'];
    expect(bodyOf(result).errors?.map(({ extensions }) => extensions['requestId'])).toEqual([id, id]);
    expect(api.log.filter(({ requestId }) => requestId === id).length).toBeGreaterThanOrEqual(3);
  });
});

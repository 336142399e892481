import '../browser-name.ts';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { ConsoleLogger } from 'aws-amplify/utils';

import { cognitoVerifier } from '../../src/tenant/index.ts';
import { createAuthorizer, gatewayResponses } from '../../src/lambda/index.ts';
import { openTestApi, POOL, type TestApi } from '../api.ts';
import { serveGateway, type GatewayServer } from '../local/gateway-server.ts';

let api: TestApi;
let server: GatewayServer;
beforeAll(async () => {
  // The library warns that the endpoint is not AWS's, which is intended.
  ConsoleLogger.LOG_LEVEL = 'NONE';
  api = await openTestApi();
  const handler = (event: APIGatewayProxyEvent) => api.handle(event);
  const post = (
    path: string,
    own: (event: APIGatewayProxyEvent, context: Context) => ReturnType<typeof handler>,
  ) => ({ method: 'POST', path, handler: own, authorized: true }) as const;
  server = await serveGateway({
    routes: [
      post('/graphql', handler),
      post('/crash', () => Promise.reject(new Error('The function crashed.'))),
    ],
    authorizer: {
      handler: createAuthorizer(cognitoVerifier({ ...POOL, jwks: api.cognito.jwks() }), null),
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 0,
    },
    responses: gatewayResponses,
  });
});
afterAll(async () => {
  await server.close();
  await api.close();
});

/** What a client shows to its user's code. */
interface Shown {
  readonly message: string | undefined;
  readonly code: unknown;
}

interface Asked {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

const clients: Readonly<Record<string, (asked: Asked) => Promise<Shown>>> = {
  'aws-amplify 6': async ({ path, query, headers: { authorization = '', ...headers } }) => {
    Amplify.configure({
      API: { GraphQL: { endpoint: `${server.url}/local${path}`, defaultAuthMode: 'lambda' } },
    });
    const sent = generateClient().graphql({ query, authMode: 'lambda', authToken: authorization }, headers);
    const { errors } = await (sent as Promise<{ errors?: unknown }>).catch(
      (thrown: unknown) => thrown as { errors?: unknown },
    );
    const [error] = errors as { message: string; extensions?: { code?: unknown }; originalError?: Error }[];
    return { message: error?.message, code: error?.extensions?.code ?? error?.originalError?.name };
  },
  'Apollo Client 4': async ({ path, query, headers }) => {
    const link = new HttpLink({ uri: `${server.url}/local${path}`, headers });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const { error } = await client.query({
      query: gql(query),
      errorPolicy: 'all',
      fetchPolicy: 'no-cache',
    });
    if (!CombinedGraphQLErrors.is(error)) return { message: error?.message, code: undefined };
    const [first] = error.errors;
    return { message: first?.message, code: first?.extensions?.['code'] };
  },
  urql: async ({ path, query, headers }) => {
    const client = new Client({
      url: `${server.url}/local${path}`,
      exchanges: [fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers },
    });
    const { error } = await client.query(query, {});
    const [first] = error?.graphQLErrors ?? [];
    return { message: first?.message ?? error?.message, code: first?.extensions['code'] };
  },
};

interface Kind {
  readonly title: string;
  readonly code: string;
  readonly message: RegExp;
  readonly asked: Partial<Asked>;
  readonly user?: string;
}

/** Six kinds of errors: a bad document, 401, 403, 400 and 404, 5xx, and below 429; from the API and from the gateway. */
const kinds: readonly Kind[] = [
  {
    title: 'an unknown field',
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: /^Cannot query field "nope"/,
    asked: { query: '{ nope }' },
  },
  {
    title: 'a token that is not valid',
    code: 'UNAUTHENTICATED',
    message: /^The token is not valid/,
    asked: { headers: { authorization: 'nonsense' } },
  },
  {
    title: 'a tenant of others',
    code: 'FORBIDDEN',
    message: /^You are not a member of this tenant/,
    asked: { headers: { 'x-tenant': 'elsewhere' } },
    user: 'sam',
  },
  {
    title: 'a request that names no tenant',
    code: 'TENANT_REQUIRED',
    message: /^The token is of a user of several/,
    asked: {},
    user: 'sam',
  },
  {
    title: 'an unknown path',
    code: 'NOT_FOUND',
    message: /^Nothing is here, or not by this method/,
    asked: { path: '/graph' },
  },
  {
    title: 'a function that crashes',
    code: 'INTERNAL',
    message: /^Something went wrong on our side/,
    asked: { path: '/crash' },
  },
];

describe.each(Object.entries(clients))('%s shows our message and code of', (_client, show) => {
  it.each(kinds)('$title: $code', async ({ code, message, asked, user = 'alice' }) => {
    const { headers, ...more } = asked;
    const authorization = await api.token(user);
    const shown = await show({
      path: '/graphql',
      query: '{ tenant { id } }',
      ...more,
      headers: { authorization, ...headers },
    });
    expect(shown).toEqual({ code, message: expect.stringMatching(message) as string });
  });

  it('too many requests: THROTTLED', async () => {
    const throttled = await serveGateway({
      routes: [
        { method: 'POST', path: '/graphql', handler: (event) => api.handle(event), authorized: false },
      ],
      throttle: { rate: 0, burst: 0 },
      responses: gatewayResponses,
    });
    const open = server;
    server = throttled;
    try {
      const shown = await show({
        path: '/graphql',
        query: '{ tenant { id } }',
        headers: { authorization: 'x' },
      });
      expect(shown).toEqual({
        code: 'THROTTLED',
        message: expect.stringMatching(/^The API gets too many/) as string,
      });
    } finally {
      server = open;
      await throttled.close();
    }
  });
});

import '../browser-name.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is deprecated and widely used: it must work. */
import { cacheExchange, Client, fetchExchange, subscriptionExchange } from '@urql/core';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, signIn as amplifySignIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger, parseAmplifyConfig } from 'aws-amplify/utils';
import { createClient } from 'graphql-http';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { FIXTURE } from '../../codegen/places.ts';
import { deferred } from '../realtime/listener.ts';
import { ask } from './ask.ts';
import type { AmplifyOutputs } from '../../src/cli/outputs/index.ts';
import {
  AddLabelDocument,
  LabelsNamedDocument,
  ProjectsByStatusDocument,
  type LabelsNamedSubscription,
} from './generated/graphql.ts';
import { run } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server.stop());

describe('aws-amplify', () => {
  beforeAll(() => {
    // The library warns that the endpoints are not AWS's, which is intended.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
    const { userPoolId, clientId, url, endpoint } = server;
    Amplify.configure({
      Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: url } },
      API: { GraphQL: { endpoint, defaultAuthMode: 'userPool' } },
    });
  });
  afterEach(() => signOut());

  it('signs in by SRP, writes and reads', async () => {
    await amplifySignIn({ username: 'bob', password: 'Bob-2026!' });
    const api = generateClient();
    const created = await api.graphql({
      query: /* GraphQL */ `
        mutation Create($input: CreateProjectInput!) {
          createProject(input: $input) {
            id
            owner
          }
        }
      `,
      variables: { input: { id: 'by-amplify', name: 'Made by Amplify', status: 'CLOSED' } },
    });
    expect(created).toMatchObject({ data: { createProject: { id: 'by-amplify', owner: 'bob' } } });
    const query = '{ projectsByStatus(status: CLOSED) { items { name } } }';
    expect(await api.graphql({ query })).toMatchObject({
      data: { projectsByStatus: { items: [{ name: 'Made by Amplify' }] } },
    });
  });

  it('gets a refusal as an error with its type, and keeps the rest of the data', async () => {
    await amplifySignIn({ username: 'dave', password: 'Dave-2026' });
    const query = '{ getProject(id: "globex-dam") { name budget } }';
    await expect(generateClient().graphql({ query })).rejects.toMatchObject({
      data: { getProject: { name: 'Dam inspection', budget: null } },
      errors: [{ path: ['getProject', 'budget'], extensions: { errorType: 'Unauthorized' } }],
    });
  });

  it('chooses a tenant by the client metadata of a refresh', async () => {
    await amplifySignIn({ username: 'sam', password: 'Sam-2026!' });
    await fetchAuthSession({ forceRefresh: true, clientMetadata: { tenant: 'globex' } });
    const query = '{ listProjects { items { name } } }';
    expect(await generateClient().graphql({ query })).toMatchObject({
      data: { listProjects: { items: [{ name: 'Dam inspection' }] } },
    });
  });
});

test('aws-amplify reads and writes by its models, made of the file that "npm run outputs" writes', async () => {
  const file = join(server.data, 'amplify_outputs.json');
  const written = await run('src/cli/commands/outputs.ts', [
    ...['--data', server.data, '--schema', FIXTURE.schema, '--file', file],
  ]);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toContain(`Wrote ${file}: 6 models at ${server.endpoint}.`);
  const outputs = JSON.parse(readFileSync(file, 'utf8')) as AmplifyOutputs;
  const configuration = Amplify.getConfig();
  const config = parseAmplifyConfig(outputs);
  Object.assign(config.Auth?.Cognito ?? {}, outputs.custom.Cognito);
  Object.assign(config.API?.GraphQL ?? {}, outputs.custom.GraphQL);
  Amplify.configure(config);
  await amplifySignIn({ username: 'alice', password: 'Alice-2026' });
  const { models, queries, mutations } = generateClient() as unknown as ModelClient;
  const { Project, Task, Label, TaskLabel } = models;

  expect(await Project?.['create']?.({ id: 'plant', name: 'Plant', status: 'OPEN' })).toMatchObject({
    data: { id: 'plant', owner: 'alice' },
  });
  const task = { id: 'seed', title: 'Sow', status: 'TODO', projectId: 'plant', dueDate: '2031-01-02' };
  await Task?.['create']?.(task);
  await Label?.['create']?.({ id: 'green', name: 'Green' });
  await TaskLabel?.['create']?.({ taskId: 'seed', labelId: 'green' });
  const row = (await Task?.['get']?.({ id: 'seed' }))?.data as Row;
  expect(row).toMatchObject(task);
  expect([
    await related(row, 'project'),
    await related((await related(row, 'project')) as Row, 'tasks'),
    await related(row, 'labels'),
  ]).toMatchObject([{ id: 'plant', name: 'Plant' }, [{ id: 'seed' }], [{ labelId: 'green' }]]);

  expect(await Task?.['update']?.({ ...row, title: 'Sow again' })).toMatchObject({
    data: { title: 'Sow again' },
  });
  const byIndex = { projectId: 'plant', statusDueDate: { beginsWith: { status: 'TODO' } } };
  expect(await Task?.['tasksByProject']?.(byIndex)).toMatchObject({ data: [{ title: 'Sow again' }] });
  expect(await Task?.['list']?.({ filter: { projectId: { eq: 'plant' } } })).toMatchObject({
    data: [{ id: 'seed' }],
  });
  expect(await queries['myCard']?.({})).toMatchObject({ data: { name: 'Alice Arden' } });
  const input = { projectId: 'plant', title: 'Water' };
  const added = await mutations['addTask']?.({ input });
  expect(added).toMatchObject({ data: { title: 'Water', projectId: 'plant' } });
  expect(await Task?.['delete']?.({ id: 'seed' })).toMatchObject({ data: { id: 'seed' } });
  expect(await Task?.['get']?.({ id: 'seed' })).toEqual({ data: null });
  await Task?.['delete']?.({ id: (added?.data as Row)['id'] });
  expect(await Project?.['delete']?.({ id: 'plant' })).toMatchObject({ data: { id: 'plant' } });
  await signOut();
  Amplify.configure(configuration);
});

type Row = Readonly<Record<string, unknown>>;
type Operation = (args: object) => Promise<{ readonly data: unknown }>;
interface ModelClient {
  readonly models: Readonly<Partial<Record<string, Readonly<Partial<Record<string, Operation>>>>>>;
  readonly queries: Readonly<Partial<Record<string, Operation>>>;
  readonly mutations: Readonly<Partial<Record<string, Operation>>>;
}

/** Loads what a relation of a row leads to, by the loader of the library. */
async function related(row: Row, name: string): Promise<unknown> {
  return (await (row[name] as () => Promise<{ data: unknown }>)()).data;
}

test('aws-amplify with the header x-tenant in its configuration acts in that tenant, also after its own refreshes', async () => {
  let tenant = 'globex';
  const configuration = Amplify.getConfig();
  Amplify.configure(configuration, {
    API: { GraphQL: { headers: () => Promise.resolve({ 'x-tenant': tenant }) } },
  });
  await amplifySignIn({ username: 'sam', password: 'Sam-2026!' });
  const query = '{ tenant { id } }';
  for (const next of ['globex', 'acme', 'globex']) {
    tenant = next;
    expect(await generateClient().graphql({ query })).toEqual({ data: { tenant: { id: next } } });
    await fetchAuthSession({ forceRefresh: true });
  }
  tenant = 'elsewhere';
  await expect(generateClient().graphql({ query })).rejects.toMatchObject({
    errors: [{ message: 'You are not a member of this tenant: name another one, or sign in again.' }],
  });
  await signOut();
  Amplify.configure(configuration, {});
});

test('amazon-cognito-identity-js signs in by SRP, and the API accepts its access token', async () => {
  const Pool = new CognitoUserPool({
    UserPoolId: server.userPoolId,
    ClientId: server.clientId,
    endpoint: server.url,
  });
  const user = new CognitoUser({ Username: 'carol', Pool });
  const details = new AuthenticationDetails({ Username: 'carol', Password: 'Carol-2026' });
  const session = await new Promise<CognitoUserSession>((onSuccess, onFailure) => {
    user.authenticateUser(details, { onSuccess, onFailure });
  });
  const query = '{ myCard { name } listProjects { items { id } } }';
  expect(await ask(server, session.getAccessToken().getJwtToken(), query)).toEqual({
    status: 200,
    data: { myCard: { name: 'Carol Chen' }, listProjects: { items: [{ id: 'globex-dam' }] } },
  });
});

describe('@urql/core', () => {
  const clientFor = (token: string): Client =>
    new Client({
      url: server.endpoint,
      exchanges: [cacheExchange, fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    });

  it('reads and writes with generated documents and typed results', async () => {
    const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
    const client = clientFor(AccessToken);
    const { data: read, error } = await client.query(ProjectsByStatusDocument, { status: 'OPEN' });
    expect(error).toBeUndefined();
    const titles = read?.projectsByStatus?.items.map(({ name, tasks }) => [name, tasks?.items[0]?.status]);
    expect(titles).toEqual([
      ['Light anvil', 'DONE'],
      ['Rocket skates', 'DOING'],
    ]);
    const { data: written } = await client.mutation(AddLabelDocument, { name: 'typed', colour: '#012345' });
    const since: string | undefined = written?.createLabel?.createdAt;
    expect(Date.parse(since ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('hears what another client writes, with a generated document and typed events', async () => {
    const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
    const armed = deferred<null>();
    const socket = createSocketClient({
      url: `${server.url.replace(/^http/, 'ws')}/realtime`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: AccessToken },
      on: {
        pong: () => {
          armed.resolve(null);
        },
      },
    });
    const forwardSubscription: Parameters<typeof subscriptionExchange>[0]['forwardSubscription'] = ({
      query = '',
      variables,
    }) => ({
      subscribe: (sink) => {
        const next = (answer: unknown): void => {
          sink.next(answer as Parameters<typeof sink.next>[0]);
        };
        return { unsubscribe: socket.subscribe({ query, variables }, { ...sink, next }) };
      },
    });
    const listening = new Client({
      url: server.endpoint,
      preferGetMethod: false,
      exchanges: [subscriptionExchange({ forwardSubscription })],
    });
    const heard = deferred<LabelsNamedSubscription | undefined>();
    const listener = listening.subscription(LabelsNamedDocument, { name: 'heard' }).subscribe(({ data }) => {
      heard.resolve(data);
    });
    await armed.promise;
    const writing = clientFor(AccessToken);
    for (const name of ['unheard', 'heard'])
      await writing.mutation(AddLabelDocument, { name, colour: '#012345' });
    const event = await heard.promise;
    const colour: string | null | undefined = event?.onCreateLabel?.colour;
    expect([event?.onCreateLabel?.name, colour]).toEqual(['heard', '#012345']);
    listener.unsubscribe();
    await socket.dispose();
  });

  it('gets the path of the invalid field', async () => {
    const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
    const { error } = await clientFor(AccessToken).mutation(AddLabelDocument, { name: 'x', colour: 'red' });
    expect(error?.graphQLErrors[0]).toMatchObject({
      message: expect.stringContaining('A colour looks like #1f6feb.') as string,
      extensions: { code: 'VALIDATION_FAILED', errorInfo: { fields: [{ path: ['input', 'colour'] }] } },
    });
  });
});

test('graphql-http works with the media type of GraphQL over HTTP', async () => {
  const { AccessToken } = await signIn(server, 'bob', 'Bob-2026!');
  const client = createClient({
    url: server.endpoint,
    headers: { authorization: `Bearer ${AccessToken}` },
  });
  const answer = await new Promise((resolve, reject) => {
    client.subscribe(
      { query: '{ myCard { name } }' },
      { next: resolve, error: reject, complete: () => undefined },
    );
  });
  expect(answer).toEqual({ data: { myCard: { name: 'Bob Bauer' } } });
});

test.each([
  ['Sentry', 'authorization,baggage,content-type,sentry-trace'],
  ['OpenTelemetry', 'authorization,content-type,traceparent,tracestate'],
  [
    'a named Apollo Client',
    'apollographql-client-name,apollographql-client-version,authorization,content-type',
  ],
  ['aws-amplify for a user of several tenants', 'authorization,content-type,x-amz-user-agent,x-tenant'],
])('a page with %s may send its headers to both APIs', async (_who, asked) => {
  for (const endpoint of [server.endpoint, server.operatorEndpoint]) {
    const { status, headers } = await fetch(endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });
    const allowed = headers.get('access-control-allow-headers')?.split(',') ?? [];
    // As a browser decides it: the star does not mean authorization.
    const isAllowed = (name: string): boolean =>
      allowed.includes(name) || (name !== 'authorization' && allowed.includes('*'));
    expect([status, asked.split(',').filter((name) => !isAllowed(name))]).toEqual([204, []]);
  }
});

test('no answer of the server may be kept by a cache, and a page of any origin may read it', async () => {
  const { AccessToken } = await signIn(server, 'bob', 'Bob-2026!');
  const authorization = `Bearer ${AccessToken}`;
  const answers = await Promise.all([
    fetch(`${server.endpoint}?query=%7B__typename%7D`, { headers: { authorization } }),
    fetch(`${server.endpoint}?query=%7B__typename%7D`),
    fetch(server.endpoint, { method: 'PUT', headers: { authorization } }),
    fetch(`${server.endpoint}s`, { headers: { authorization } }),
    fetch(`${server.url}/graphql`, { headers: { authorization } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 404, 404]);
  for (const { headers } of answers)
    expect([headers.get('cache-control'), headers.get('access-control-allow-origin')]).toEqual([
      'no-store',
      '*',
    ]);
});

test('a query by GET is answered, and a mutation by GET is rejected', async () => {
  const { AccessToken } = await signIn(server, 'bob', 'Bob-2026!');
  const get = (query: string, variables = {}): Promise<Response> => {
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    return fetch(`${server.endpoint}?${search.toString()}`, {
      headers: { authorization: `Bearer ${AccessToken}`, accept: 'application/json' },
    });
  };
  const read = await get('query($id: ID!) { getTask(id: $id) { title } }', { id: 'acme-task-1' });
  expect([read.status, await read.json()]).toEqual([
    200,
    { data: { getTask: { title: 'Draw the nozzle' } } },
  ]);
  const written = await get('mutation { deleteLabel(input: { id: "urgent" }) { id } }');
  expect(written.status).toBe(405);
  expect(await ask(server, AccessToken, '{ getLabel(id: "urgent") { id } }')).toMatchObject({
    data: { getLabel: { id: 'urgent' } },
  });
});

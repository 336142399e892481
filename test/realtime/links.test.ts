import '../browser-name.ts';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { OperationTypeNode } from 'graphql';
import { createClient, type Client as SocketClient, type Sink } from 'graphql-ws';

import { collector, type Event, type Listener } from './listener.ts';
import { startLiveServer, type LiveServer } from './live-server.ts';
import {
  ARMED,
  closedByServer,
  frameCount,
  frameLike,
  installWebSocket,
  socketCount,
} from './trusting-web-socket.ts';

let server: LiveServer;
installWebSocket();
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(() => server.stop());

/** A client of a front end, with the token of one user. */
interface FrontEnd {
  ask(query: string): Promise<unknown>;
  /** Begins a subscription. `next` gets each result, and `error` what ends the subscription. */
  listen(query: string): Listener;
}

const socketOf = (token: string): SocketClient =>
  createClient({
    url: server.socketUrl,
    connectionParams: { authorization: token },
    retryWait: () => Promise.resolve(),
  });

function apolloClient(token: string, socket: (http: ApolloLink) => ApolloLink): FrontEnd {
  const http = new HttpLink({ uri: server.endpoint, headers: { authorization: token } });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: socket(http) });
  return {
    async ask(query) {
      const document = gql(query);
      const { data } = query.startsWith('mutation')
        ? await client.mutate({ mutation: document })
        : await client.query({ query: document, fetchPolicy: 'network-only' });
      return data;
    },
    listen(query) {
      const { listener, observer } = collector(() => {
        subscription.unsubscribe();
      });
      const subscription = client.subscribe({ query: gql(query) }).subscribe({
        next({ data, error }) {
          if (error) observer.error(error);
          else observer.next({ data });
        },
        error: observer.error,
      });
      return listener;
    },
  };
}

const FRONT_ENDS: Readonly<Record<string, (token: string) => FrontEnd>> = {
  'aws-appsync-subscription-link': (token) =>
    apolloClient(token, (http) =>
      createSubscriptionHandshakeLink(
        {
          url: server.endpoint.replace(/^http:/, 'https:'),
          region: 'us-east-1',
          auth: { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: () => Promise.resolve(token) },
        },
        http,
      ),
    ),

  'Apollo Client': (token) =>
    apolloClient(token, (http) =>
      ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        new GraphQLWsLink(socketOf(token)),
        http,
      ),
    ),

  urql(token) {
    const socket = socketOf(token);
    const client = new Client({
      url: server.endpoint,
      preferGetMethod: false,
      fetchOptions: { headers: { authorization: token } },
      exchanges: [
        fetchExchange,
        subscriptionExchange({
          forwardSubscription: ({ query = '', variables }) => ({
            subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink as Sink) }),
          }),
        }),
      ],
    });
    return {
      ask: async (query) =>
        (
          await (query.startsWith('mutation')
            ? client.mutation<unknown>(query, {})
            : client.query<unknown>(query, {}))
        ).data,
      listen(query) {
        const { listener, observer } = collector(() => {
          subscription.unsubscribe();
        });
        const subscription = client.subscription<Event['data']>(query, {}).subscribe(({ data, error }) => {
          if (error) observer.error(error);
          else observer.next({ data });
        });
        return listener;
      },
    };
  },
};

let made = 0;
const create = (text: string): readonly [id: string, mutation: string] => {
  const id = `id-${String((made += 1))}`;
  return [id, `mutation { createNote(input: { id: "${id}", text: "${text}" }) { id } }`];
};
const ids = ({ events }: Listener): unknown[] =>
  events.map(({ data }) => (data?.['onCreateNote'] as { id: unknown } | undefined)?.id);
const ON_NOTE = 'subscription { onCreateNote { id } }';

async function begin(client: FrontEnd, query = ON_NOTE): Promise<Listener> {
  const from = frameCount();
  const listener = client.listen(query);
  await frameLike(ARMED, from);
  return listener;
}

describe.each(Object.entries(FRONT_ENDS))('%s', (name, frontEnd) => {
  it('reads, writes, and gets the events that its filter fits until it unsubscribes', async () => {
    const client = frontEnd(await server.token('ann'));
    const all = await begin(client);
    const some = await begin(
      client,
      'subscription { onCreateNote(filter: { text: { beginsWith: "a" } }) { id } }',
    );
    const [[first, apple], [second, pear], [third, avocado]] = [
      create('apple'),
      create('pear'),
      create('avocado'),
    ];
    expect(await client.ask(apple)).toMatchObject({ createNote: { id: first } });
    await client.ask(pear);
    await all.reaches(2);
    expect([ids(all), ids(some)]).toEqual([[first, second], [first]]);
    some.end();
    // Clients share one subscription between equal ones.
    const other = await begin(client, 'subscription { onCreateNote { id text } }');
    await client.ask(avocado);
    await Promise.all([all.reaches(3), other.reaches(1)]);
    expect([ids(some), ids(other)]).toEqual([[first], [third]]);
    expect(await client.ask(`{ getNote(id: "${third}") { text } }`)).toMatchObject({
      getNote: { text: 'avocado' },
    });
    all.end();
    other.end();
  });

  it('gets the events of its own tenant alone', async () => {
    const [ofAnn, ofGus] = [frontEnd(await server.token('ann')), frontEnd(await server.token('gus'))];
    const [acme, globex] = [await begin(ofAnn), await begin(ofGus)];
    const [[mine, toAcme], [theirs, toGlobex]] = [create('of acme'), create('of globex')];
    await ofAnn.ask(toAcme);
    await acme.reaches(1);
    await ofGus.ask(toGlobex);
    await globex.reaches(1);
    expect([ids(acme), ids(globex)]).toEqual([[mine], [theirs]]);
    acme.end();
    globex.end();
  });

  it('goes on after the server has closed its socket', async () => {
    const client = frontEnd(await server.token('ann'));
    let listener = await begin(client);
    const from = frameCount();
    expect(await closedByServer()).toContain(1000);
    // The link of AppSync does not connect again by itself: the app learns of it and subscribes again.
    if (name === 'aws-appsync-subscription-link') {
      await listener.ended;
      listener = await begin(client);
    } else await frameLike(ARMED, from);
    const [id, mutation] = create('after');
    await client.ask(mutation);
    await listener.reaches(1);
    expect(ids(listener)).toEqual([id]);
    listener.end();
  });

  it('gets one error for a token that the API refuses, and connects once', async () => {
    const before = socketCount();
    const listener = frontEnd('eyJ').listen(ON_NOTE);
    expect(await listener.ended).toBeTruthy();
    // It would connect again before another client that begins now.
    const other = await begin(frontEnd(await server.token('ann')));
    expect([socketCount() - before, listener.events]).toEqual([2, []]);
    other.end();
  });
});

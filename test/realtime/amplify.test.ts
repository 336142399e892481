import '../browser-name.ts';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger, parseAmplifyConfig } from 'aws-amplify/utils';

import { amplifyOutputs, introspect } from '../../src/cli/outputs/index.ts';
import { readServedSources } from '../../src/app/index.ts';
import { modelOf } from '../shared/model-of.ts';
import { collector, type Listener } from './listener.ts';
import { CREATE_NOTE, PASSWORD, startLiveServer, type LiveServer } from './live-server.ts';
import {
  ARMED,
  closedByServer,
  frameCount,
  frameLike,
  installWebSocket,
  socketCount,
} from './trusting-web-socket.ts';

/** A subscription of the library, which its types know only with the schema of an app. */
interface Observable {
  subscribe(observer: { next: (value: never) => void; error: (error: unknown) => void }): {
    unsubscribe(): void;
  };
}
type Row = Readonly<Record<string, unknown>>;
interface Written {
  readonly data: Row;
  readonly errors?: readonly unknown[];
}
interface Models {
  readonly subscriptions: Readonly<Record<string, (args: object) => Observable>>;
  readonly models: Readonly<
    Record<
      string,
      Readonly<Record<'onCreate' | 'onUpdate' | 'onDelete' | 'observeQuery', (args?: object) => Observable>> &
        Readonly<Record<'create' | 'update' | 'delete', (input: Row) => Promise<Written>>>
    >
  >;
}

let server: LiveServer;
installWebSocket();
beforeAll(async () => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  server = await startLiveServer();
  configure(`${server.endpoint.replace(/^http/, 'ws')}/realtime`);
});
afterAll(() => server.stop());

/** Configures the library by the file of a server whose subscriptions have the given address. */
function configure(realtimeEndpoint: string): void {
  const outputs = amplifyOutputs(
    {
      region: 'us-east-1',
      userPoolId: server.userPoolId,
      userPoolClientId: server.clientId,
      identityPoolId: 'us-east-1:10ca1000-0000-4000-8000-000000000001',
      filesBucket: 'files.local',
      cloudEndpoint: server.url,
      endpoint: server.endpoint,
      realtimeEndpoint,
    },
    introspect(modelOf(readServedSources(server.schema)).model),
  );
  const config = parseAmplifyConfig(outputs);
  Object.assign(config.Auth?.Cognito ?? {}, outputs.custom.Cognito);
  Object.assign(config.API?.GraphQL ?? {}, outputs.custom.GraphQL);
  Amplify.configure(config);
}
beforeEach(() => signInAs('ann'));
afterEach(() => signOut());

async function signInAs(username: string): Promise<void> {
  await signIn({ username, password: PASSWORD });
}

let made = 0;
const newId = (): string => `id-${String((made += 1))}`;

/** Begins a subscription of the library, and waits until the server has armed it, as often as `times` says. */
async function begin(observable: unknown, times = 1): Promise<Listener> {
  const from = frameCount();
  const collected = collector(() => {
    subscription.unsubscribe();
  });
  const { next, error } = collected.observer;
  const subscription = (observable as Observable).subscribe({ next, error });
  await frameLike(ARMED, from, times);
  return collected.listener;
}

function onCreateNote(filter = ''): Promise<Listener> {
  return begin(generateClient().graphql({ query: `subscription { onCreateNote${filter} { id text } }` }));
}

async function note(username: string, input: object = {}): Promise<string> {
  const id = newId();
  await server.as(username, CREATE_NOTE, { input: { id, ...input } });
  return id;
}
const ids = ({ events }: Listener): unknown[] =>
  events.map(({ data }) => (data?.['onCreateNote'] as Row | null | undefined)?.['id']);

describe('aws-amplify', () => {
  it('gets the events that its filter fits, until it unsubscribes', async () => {
    const [all, some] = [await onCreateNote(), await onCreateNote('(filter: { text: { beginsWith: "a" } })')];
    const [a, b] = [await note('al', { text: 'apple' }), await note('al', { text: 'pear' })];
    await all.reaches(2);
    expect([ids(all), ids(some)]).toEqual([[a, b], [a]]);
    some.end();
    const other = await onCreateNote();
    await note('al', { text: 'avocado' });
    await other.reaches(1);
    expect(ids(some)).toEqual([a]);
    all.end();
    other.end();
  });

  it('gets events of the tenant of the user who subscribes, also on a socket that another user opened', async () => {
    const ofAnn = await onCreateNote();
    await signOut();
    await signInAs('gus');
    const ofGus = await onCreateNote();
    await note('al');
    await ofAnn.reaches(1);
    const globex = await note('gus');
    await ofGus.reaches(1);
    expect(ids(ofGus)).toEqual([globex]);
    ofAnn.end();
    ofGus.end();
  });

  it('gets the rows of the owner whom an argument names', async () => {
    const query = 'subscription ($owner: String) { onCreateDiary(owner: $owner) { id owner } }';
    const of = (owner: string): Promise<Listener> =>
      begin(generateClient().graphql({ query, variables: { owner } }));
    const [own, foreign] = [await of('ann'), await of('al')];
    const written = [newId(), newId()];
    for (const id of written)
      await server.as('ann', 'mutation ($id: ID) { createDiary(input: { id: $id }) { id } }', { id });
    expect(await own.reaches(2)).toMatchObject(
      written.map((id) => ({ data: { onCreateDiary: { id, owner: 'ann' } } })),
    );
    expect(foreign.events).toEqual([]);
    own.end();
    foreign.end();
  });

  it('gets events of the tenant that x-tenant of its configuration names for a user of several', async () => {
    await signOut();
    await signInAs('sam');
    let tenant = 'acme';
    Amplify.configure(Amplify.getConfig(), {
      API: { GraphQL: { headers: () => Promise.resolve({ 'x-tenant': tenant }) } },
    });
    const inAcme = await onCreateNote();
    tenant = 'globex';
    const inGlobex = await onCreateNote();
    Amplify.configure(Amplify.getConfig(), {});
    const acme = await note('al');
    await inAcme.reaches(1);
    const globex = await note('gus');
    await inGlobex.reaches(1);
    expect([ids(inAcme), ids(inGlobex)]).toEqual([[acme], [globex]]);
    inAcme.end();
    inGlobex.end();
  });

  it('connects again by itself after the server has closed its socket', async () => {
    const listener = await onCreateNote();
    const from = frameCount();
    expect(await closedByServer()).toContain(1000);
    await frameLike(ARMED, from);
    const id = await note('al');
    await listener.reaches(1);
    expect(ids(listener)).toEqual([id]);
    listener.end();
  });

  it('gets one error for a token that the API refuses, and connects once', async () => {
    const before = socketCount();
    const { listener, observer } = collector();
    // The library has one socket for each endpoint.
    const endpoint = server.endpoint.replace('localhost', '127.0.0.1');
    const client = generateClient({ endpoint, authMode: 'lambda' });
    const query = 'subscription { onCreateNote { id } }';
    (client.graphql({ query, authToken: 'eyJ' }) as unknown as Observable).subscribe(observer);
    expect(await listener.ended).toMatchObject({
      errors: [{ message: expect.stringContaining('UnauthorizedException') as string }],
    });
    expect(socketCount() - before).toBe(1);
  });

  it('gets an error in place of an event of more than 128 KB, and the next event', async () => {
    const listener = await onCreateNote();
    await note('al', { text: 'x'.repeat(140_000) });
    const [large] = await listener.reaches(1);
    expect(large).toMatchObject({
      data: { onCreateNote: null },
      errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
    });
    const id = await note('al');
    await listener.reaches(2);
    expect(ids(listener)[1]).toBe(id);
    listener.end();
  });

  it('gets one error for a subscription that the rules forbid, and the others live on', async () => {
    const other = await onCreateNote();
    const { listener, observer } = collector();
    const query = 'subscription { onCreateVault { id } }';
    (generateClient().graphql({ query }) as unknown as Observable).subscribe(observer);
    expect(await listener.ended).toMatchObject({
      errors: [{ message: expect.stringContaining('') as string }],
    });
    const id = await note('al');
    await other.reaches(1);
    expect(ids(other)).toEqual([id]);
    other.end();
  });

  it('shows the message of an error of HTTP', async () => {
    const query = '{ listNotes { nothing } }';
    await expect(generateClient().graphql({ query })).rejects.toMatchObject({
      errors: [{ message: expect.stringContaining('Cannot query field "nothing"') as string }],
    });
  });
});

describe('the models of aws-amplify, on a server whose subscriptions have an address of their own,', () => {
  beforeAll(() => {
    configure(server.socketUrl.replace(/^ws:/, 'wss:'));
  });
  const models = (): Models['models'] => (generateClient() as unknown as Models).models;

  it('get created, updated and deleted rows', async () => {
    // A delete needs the right to each field with rules.
    await signOut();
    await signInAs('ada');
    const { Note } = models();
    const events = {
      create: await begin(Note?.onCreate()),
      update: await begin(Note?.onUpdate({ filter: { text: { eq: 'b' } } })),
      delete: await begin(Note?.onDelete()),
    };
    const id = newId();
    const written = [
      await Note?.create({ id, text: 'a' }),
      await Note?.update({ id, text: 'b' }),
      await Note?.delete({ id }),
    ];
    expect(written.map((answer) => answer?.errors)).toEqual([undefined, undefined, undefined]);
    for (const listener of Object.values(events)) {
      expect(await listener.reaches(1)).toEqual([expect.objectContaining({ id })]);
      listener.end();
    }
  });

  it('get the fields of related rows that a selection names, for an enum that a filter names', async () => {
    const { Note, Topic } = models();
    const listener = await begin(
      Note?.onCreate({
        filter: { colour: { eq: 'RED' } },
        selectionSet: ['id', 'colour', 'topic.title', 'topic.notes.id'],
      }),
    );
    const [id, topicId] = [newId(), newId()];
    await Topic?.create({ id: topicId, title: 'of the note' });
    await Note?.create({ id: newId(), colour: 'GREEN' });
    await Note?.create({ id, colour: 'RED', topicId });
    expect(await listener.reaches(1)).toEqual([
      { id, colour: 'RED', topic: { title: 'of the note', notes: [{ id }] } },
    ]);
    listener.end();
    await Topic?.delete({ id: topicId });
  });

  it('have the subscriptions that the schema declares, with their arguments', async () => {
    const { subscriptions } = generateClient() as unknown as Models;
    const listener = await begin(subscriptions['topicAdded']?.({ title: 'b' }));
    const { Topic } = models();
    const written = [];
    for (const title of ['a', 'b']) {
      const id = newId();
      await Topic?.create({ id, title });
      written.push(id);
    }
    expect(await listener.reaches(1)).toMatchObject([{ id: written[1], title: 'b' }]);
    listener.end();
    for (const id of written) await Topic?.delete({ id });
  });

  it('cannot observe rows with a field that a rule hides, but the other fields of these rows', async () => {
    const { Note } = models();
    const [id, text] = [newId(), 'observed'];
    await note('al', { id, text });
    const { listener, observer } = collector();
    const filter = { text: { eq: text } };
    const hidden = Note?.observeQuery({ filter }).subscribe(observer);
    expect(await listener.ended).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    hidden?.unsubscribe();
    const shown = await begin(Note?.observeQuery({ filter, selectionSet: ['id', 'text'] }), 3);
    expect(await shown.reaches(1)).toMatchObject([{ items: [{ id, text }], isSynced: true }]);
    shown.end();
  });

  it('observe a query: first the rows that are there, and then each change', async () => {
    const { Topic } = models();
    const id = newId();
    await Topic?.create({ id, title: 'one' });
    const snapshots = await begin(Topic?.observeQuery({ filter: { title: { ne: 'hidden' } } }), 3);
    const titles = async (count: number): Promise<unknown> => {
      const seen = (await snapshots.reaches(count))[count - 1] as unknown as { items: Row[] };
      return seen.items.map(({ title }) => title);
    };
    // The library changes its list in place, so each snapshot is looked at before the next change.
    expect(await titles(1)).toEqual(['one']);
    await Topic?.create({ id: newId(), title: 'two' });
    expect(await titles(2)).toEqual(['one', 'two']);
    await Topic?.update({ id, title: 'first' });
    expect(await titles(3)).toEqual(['first', 'two']);
    await Topic?.delete({ id });
    expect(await titles(4)).toEqual(['two']);
    snapshots.end();
  });
});

import { openSocketClient, type Listener, type SocketClient } from './listener.ts';
import { CREATE_NOTE, startLiveServer, type LiveServer } from './live-server.ts';

let server: LiveServer;
const clients: SocketClient[] = [];
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(async () => {
  for (const { client } of clients) void client.dispose();
  await server.stop();
});

let made = 0;
const newId = (): string => `id-${String((made += 1))}`;
function open(username: string, options: Parameters<typeof openSocketClient>[2] = {}): SocketClient {
  const opened = openSocketClient(server.socketUrl, () => server.token(username), options);
  clients.push(opened);
  return opened;
}
async function armed(client: SocketClient, query: string, more: object = {}): Promise<Listener> {
  const listener = client.listen(query, more);
  const end = await Promise.race([listener.armed, listener.ended]);
  expect(end).toBeNull();
  return listener;
}
/** Creates a note, and returns its id. */
async function note(username: string, input: object = {}): Promise<string> {
  const id = newId();
  await server.as(username, CREATE_NOTE, { input: { id, ...input } });
  return id;
}
const ids = (listener: Listener, field = 'onCreateNote'): unknown[] =>
  listener.events.map(({ data }) => (data?.[field] as { id?: unknown } | null | undefined)?.id);

const ON_NOTE = 'subscription { onCreateNote { id } }';

describe('two tenants that subscribe to the same', () => {
  it('get their own events alone, also for rows with equal ids', async () => {
    const [acme, globex] = await Promise.all([armed(open('ann'), ON_NOTE), armed(open('gus'), ON_NOTE)]);
    const id = newId();
    for (const [who, listener, text] of [
      ['ann', acme, 'of acme'],
      ['gus', globex, 'of globex'],
      ['ann', acme, 'again'],
    ] as const) {
      const count = listener.events.length + 1;
      await server.as(who, CREATE_NOTE, { input: { id: text === 'again' ? newId() : id, text } });
      await listener.reaches(count);
    }
    const last = await note('gus');
    await globex.reaches(2);
    expect([ids(acme).slice(0, 1), ids(globex)]).toEqual([[id], [id, last]]);
    expect(acme.events).toHaveLength(2);
  });

  it('cannot name another tenant in the address, the parameters, the variables or a header', async () => {
    const honest = await armed(open('ann'), ON_NOTE);
    const liar = openSocketClient(
      `${server.socketUrl}?tenant=acme&x-tenant=acme&tenantId=acme`,
      () => server.token('gus'),
      { params: { tenant: 'acme', tenantId: 'acme', headers: { 'x-tenant': 'acme' } } },
    );
    clients.push(liar);
    const heard = await armed(
      liar,
      'subscription ($tenant: String) { onCreateNote(filter: { text: { ne: $tenant } }) { id } }',
      { variables: { tenant: 'acme' }, extensions: { tenant: 'acme' } },
    );
    await note('ann', { text: 'x' });
    await honest.reaches(1);
    const own = await note('gus', { text: 'y' });
    await heard.reaches(1);
    expect(ids(heard)).toEqual([own]);
  });

  it('refuses a tenant of which the user is no member', async () => {
    const listener = open('gus', { params: { 'x-tenant': 'acme' } }).listen(ON_NOTE);
    expect(await listener.ended).toBeTruthy();
    expect(listener.events).toEqual([]);
  });

  it('are chosen by x-tenant for a user of both', async () => {
    const inAcme = await armed(open('sam', { params: { 'x-tenant': 'acme' } }), ON_NOTE);
    const inGlobex = await armed(open('sam', { params: { 'x-tenant': 'globex' } }), ON_NOTE);
    const acme = await note('ann');
    await inAcme.reaches(1);
    const globex = await note('gus');
    await inGlobex.reaches(1);
    expect([ids(inAcme), ids(inGlobex)]).toEqual([[acme], [globex]]);
  });
});

it('fills relations and fields that the mutation did not select', async () => {
  const listener = await armed(
    open('ann'),
    'subscription { onCreateNote { id text tags topic { title notes { items { id } } } createdAt } }',
  );
  const topicId = newId();
  await server.as('al', 'mutation ($id: ID) { createTopic(input: { id: $id, title: "T" }) { id } }', {
    id: topicId,
  });
  const id = await note('al', { text: 'whole', tags: ['a'], topicId });
  const [event] = await listener.reaches(1);
  expect(event?.data?.['onCreateNote']).toEqual({
    id,
    text: 'whole',
    tags: ['a'],
    topic: { title: 'T', notes: { items: [{ id }] } },
    createdAt: expect.stringMatching(/^20/) as string,
  });
});

it('gets each update with its values, and a delete with the last ones', async () => {
  const client = open('ann');
  const updated = await armed(client, 'subscription { onUpdateNote { id text } }');
  const deleted = await armed(client, 'subscription { onDeleteNote { id text } }');
  const id = await note('al', { text: 'a' });
  const set = 'mutation ($id: ID!, $text: String) { updateNote(input: { id: $id, text: $text }) { id } }';
  await server.as('al', set, { id, text: 'b' });
  await server.as('al', set, { id, text: 'c' });
  await server.as('ada', 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }', { id });
  await deleted.reaches(1);
  expect([updated.events, deleted.events].map((events) => events.map(({ data }) => data))).toEqual([
    [{ onUpdateNote: { id, text: 'b' } }, { onUpdateNote: { id, text: 'c' } }],
    [{ onDeleteNote: { id, text: 'c' } }],
  ]);
});

describe('a filter', () => {
  const rows: readonly Readonly<Record<string, unknown>>[] = [
    { text: 'alpha', size: 1, weight: 1.5, done: true, colour: 'RED', tags: ['x'] },
    { text: 'beta', size: 5, weight: 2.5, done: false, colour: 'GREEN', tags: ['y'] },
    { text: 'alphabet', size: 9, weight: 3.5, done: true, tags: [] },
    { size: null },
  ];
  const CASES: readonly (readonly [filter: string, wanted: readonly number[]])[] = [
    ['{ text: { eq: "alpha" } }', [0]],
    ['{ text: { ne: "alpha" } }', [1, 2, 3]],
    ['{ text: { beginsWith: "alpha" } }', [0, 2]],
    ['{ text: { contains: "bet" } }', [1, 2]],
    ['{ text: { notContains: "bet" } }', [0, 3]],
    ['{ text: { in: ["alpha", "beta"] } }', [0, 1]],
    ['{ size: { lt: 5 } }', [0]],
    ['{ size: { le: 5 } }', [0, 1]],
    ['{ size: { gt: 5 } }', [2]],
    ['{ size: { ge: 5 } }', [1, 2]],
    ['{ size: { between: [2, 9] } }', [1, 2]],
    ['{ weight: { gt: 2.0 } }', [1, 2]],
    ['{ done: { eq: true } }', [0, 2]],
    ['{ colour: { eq: "GREEN" } }', [1]],
    ['{ or: [{ text: { eq: "beta" } }, { size: { ge: 9 } }] }', [1, 2]],
    ['{ and: [{ text: { beginsWith: "alpha" } }, { size: { lt: 9 } }] }', [0]],
    ['{ text: { notIn: ["alpha", "beta"] } }', [2, 3]],
    ['{ text: { eq: null } }', [3]],
    ['{ text: { ne: null } }', [0, 1, 2]],
    ['{ text: {} }', [0, 1, 2, 3]],
    ['{ text: null }', [0, 1, 2, 3]],
    ['{ size: { gt: 1, lt: 9 } }', [1]],
    [
      '{ or: [{ and: [{ size: { lt: 9 } }, { done: { eq: true } }] }, { or: [{ text: { eq: "beta" } }] }] }',
      [0, 1],
    ],
    ['{ text: { beginsWith: "alpha" }, or: [{ size: { eq: 9 } }, { size: { eq: 5 } }] }', [2]],
    ['{}', [0, 1, 2, 3]],
    ['null', [0, 1, 2, 3]],
  ];

  it('sends the rows that it fits and no other, for each operator', async () => {
    const client = open('ann');
    const all = await armed(client, ON_NOTE);
    const listeners = await Promise.all(
      CASES.map(([filter]) => armed(client, `subscription { onCreateNote(filter: ${filter}) { id } }`)),
    );
    const written: string[] = [];
    for (const row of rows) written.push(await note('al', row));
    await all.reaches(rows.length);
    // One more event, which most filters hide: whatever comes before it has come.
    await note('al', { text: 'alphabeta', size: 4, weight: 4, done: true, colour: 'GREEN' });
    await all.reaches(rows.length + 1);
    const got = listeners.map((listener, at) => [
      CASES[at]?.[0],
      ids(listener)
        .map((id) => written.indexOf(String(id)))
        .filter((index) => index >= 0),
    ]);
    expect(got).toEqual(CASES.map(([filter, wanted]) => [filter, wanted]));
  });
});

describe('rules', () => {
  it('show a guarded field to an admin and hide it from a member with the same query', async () => {
    const query = 'subscription { onCreateNote { id secret } }';
    const [admin, member] = await Promise.all([armed(open('ada'), query), armed(open('ann'), query)]);
    const id = newId();
    await server.as('ada', CREATE_NOTE, { input: { id, secret: 'hush' } });
    const [shown] = await admin.reaches(1);
    const [hidden] = await member.reaches(1);
    expect(shown).toMatchObject({ data: { onCreateNote: { id, secret: 'hush' } } });
    expect(hidden).toMatchObject({ data: { onCreateNote: { id, secret: null } } });
    expect(hidden?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(shown?.errors).toBeUndefined();
  });

  it('refuse a forbidden subscription, and the socket lives on', async () => {
    const client = open('ann');
    const before = await armed(client, ON_NOTE);
    const forbidden = client.listen('subscription { onCreateVault { id } }');
    expect(await forbidden.ended).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const id = await note('al');
    await before.reaches(1);
    expect([ids(before), client.connects()]).toEqual([[id], 1]);
  });

  it('send the row of an owner to that owner alone', async () => {
    const query = 'subscription { onCreateDiary { id } }';
    const [ann, al] = await Promise.all([armed(open('ann'), query), armed(open('al'), query)]);
    const write = async (who: string): Promise<string> => {
      const id = newId();
      await server.as(who, 'mutation ($id: ID) { createDiary(input: { id: $id }) { id } }', { id });
      return id;
    };
    const ofAl = await write('al');
    await al.reaches(1);
    const ofAnn = await write('ann');
    await ann.reaches(1);
    expect([ids(ann, 'onCreateDiary'), ids(al, 'onCreateDiary')]).toEqual([[ofAnn], [ofAl]]);
  });
});

it('is subscribed to by an alias, by fragments, by directives, or by the name of its operation', async () => {
  const client = open('ann');
  const forms: readonly (readonly [query: string, more?: object, field?: string])[] = [
    ['subscription { made: onCreateNote { id } }', {}, 'made'],
    ['subscription { ...S } fragment S on Subscription { onCreateNote { ...N } } fragment N on Note { id }'],
    ['subscription { ... on Subscription { onCreateNote { id } } }'],
    ['subscription { onCreateNote @include(if: true) { id } }'],
    [
      'subscription ($on: Boolean!) { onCreateNote { id text @include(if: $on) } }',
      { variables: { on: false } },
    ],
    ['subscription { onCreateNote { id ... @skip(if: true) { nothing: text } } }'],
    [
      'query Q { listNotes { items { id } } } subscription S { onCreateNote { id } } subscription T { onDeleteNote { id } }',
      { operationName: 'S' },
    ],
  ];
  const listeners = await Promise.all(forms.map(([query, more]) => armed(client, query, more)));
  const typed = await armed(client, 'subscription { onCreateNote { __typename id topic { __typename } } }');
  const id = await note('al');
  for (const listener of [...listeners, typed]) await listener.reaches(1);
  expect(listeners.map(({ events }) => events[0]?.data)).toEqual(
    forms.map(([, , field = 'onCreateNote']) => ({ [field]: { id } })),
  );
  expect(typed.events[0]?.data).toEqual({ onCreateNote: { __typename: 'Note', id, topic: null } });
});

it('frames of more than 32 KB arrive whole', async () => {
  const listener = await armed(open('ann'), 'subscription { onCreateNote { id text } }');
  const texts = [20_000, 40_000, 70_000, 120_000].map((length) => '€'.repeat(length / 4));
  for (const [at, text] of texts.entries()) {
    await note('al', { text });
    await listener.reaches(at + 1);
  }
  expect(listener.events.map(({ data }) => (data?.['onCreateNote'] as { text: string }).text)).toEqual(texts);
});

describe('one operation that fails', () => {
  it.each([
    ['an unknown field', { query: 'subscription { onCreateNote { nothing } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of a wrong type',
      {
        query: 'subscription ($size: Int) { onCreateNote(filter: { size: { gt: $size } }) { id } }',
        variables: { size: 'big' },
      },
      'BAD_USER_INPUT',
    ],
    ['a query', { query: '{ listNotes { items { id } } }' }, 'BAD_REQUEST'],
    ['a mutation', { query: 'mutation { createNote(input: {}) { id } }' }, 'BAD_REQUEST'],
    [
      'two fields',
      { query: 'subscription { onCreateNote { id } onDeleteNote { id } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['__typename', { query: 'subscription { __typename }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a field that a variable may leave out',
      {
        query:
          'subscription ($on: Boolean!) { ...S } fragment S on Subscription { onCreateNote @include(if: $on) { id } }',
        variables: { on: true },
      },
      'BAD_REQUEST',
    ],
    [
      'a field with a condition that is no Boolean',
      { query: 'subscription { onCreateNote @include(if: 1) { id } }' },
      'BAD_REQUEST',
    ],
    [
      'a field that is left out',
      { query: 'subscription { onCreateNote @skip(if: true) { id } }' },
      'BAD_REQUEST',
    ],
    [
      'an operation without a name among several',
      { query: 'subscription A { onCreateNote { id } } subscription B { onDeleteNote { id } }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'an unknown name',
      { query: 'subscription A { onCreateNote { id } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ])('by %s leaves the other subscriptions alone', async (_what, { query, ...more }, code) => {
    const client = open('ann');
    const other = await armed(client, ON_NOTE);
    const failed = client.listen(query, more);
    expect(await failed.ended).toMatchObject([{ extensions: { code } }]);
    const id = await note('al');
    await other.reaches(1);
    expect([ids(other), client.connects()]).toEqual([[id], 1]);
  });
});

it('gets no event of a subscription that it completed', async () => {
  const client = open('ann');
  const [ended, other] = [await armed(client, ON_NOTE), await armed(client, ON_NOTE)];
  await note('al');
  await Promise.all([ended.reaches(1), other.reaches(1)]);
  ended.end();
  // The server answers messages in turn.
  await armed(client, 'subscription { onDeleteNote { id } }');
  await note('al');
  await other.reaches(2);
  expect(ended.events).toHaveLength(1);
});

it('gets 200 updates of a row in their order, each once, with an id of its own', async () => {
  const listener = await armed(open('ann'), 'subscription { onUpdateNote { size } }');
  const id = await note('al', { size: 0 });
  for (let first = 1; first <= 200; first += 20) {
    const updates = Array.from({ length: 20 }, (_, at) => {
      const size = String(first + at);
      return `m${size}: updateNote(input: { id: "${id}", size: ${size} }) { id }`;
    });
    await server.as('al', `mutation { ${updates.join(' ')} }`);
  }
  const events = await listener.reaches(200);
  expect(events.map(({ data }) => (data?.['onUpdateNote'] as { size: number }).size)).toEqual(
    Array.from({ length: 200 }, (_, at) => at + 1),
  );
  expect(new Set(events.map(({ extensions }) => extensions?.eventId)).size).toBe(200);
});

it('gets an error in place of an event of more than 128 KB, and the next event', async () => {
  const listener = await armed(open('ann'), 'subscription { onCreateNote { id text } }');
  await note('al', { text: 'x'.repeat(140_000) });
  const [large] = await listener.reaches(1);
  expect(large?.errors?.[0]?.extensions.code).toBe('PAYLOAD_TOO_LARGE');
  const id = await note('al', { text: 'small' });
  const [, next] = await listener.reaches(2);
  expect(next?.data).toEqual({ onCreateNote: { id, text: 'small' } });
});

import { Refusal } from '../../src/tenant/index.ts';
import type { Send } from '../../src/store/index.ts';
import { settled } from '../faults/raw-state.ts';
import { dump } from '../platform/dump.ts';
import { isWrite, losesAll } from '../platform/idempotency-rig.ts';
import type { RestCall } from './rest-event.ts';
import { openRestRig, type Reply, type RestRig } from './rest-rig.ts';

const sdl = /* GraphQL */ `
  type Ticket @model @audit @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String @unique
    place: Place
    tags: [String]
    revision: Int! @version
  }
  type Place {
    street: String
    city: String
  }
  type Note @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
  }
`;
const DUPLICATES = 50;

let isLost: (command: Parameters<Send>[0]) => boolean = () => false;
let rig: RestRig;
beforeAll(async () => {
  const lossy =
    (send: Send): Send =>
    async (command, options) => {
      const output = await send(command, options);
      if (!isLost(command)) return output;
      throw new Refusal('TIMEOUT', 'The answer was lost.', { outcome: 'UNKNOWN' });
    };
  rig = await openRestRig({ sdl, through: lossy, throughControl: lossy });
});
afterAll(() => rig.api.close());
beforeEach(() => {
  isLost = () => false;
});

let keys = 0;
const newKey = (): string => `rest-key-${(keys += 1)}`;
const keyed = (key: string, call: RestCall): RestCall => ({
  ...call,
  headers: { ...call.headers, 'idempotency-key': key },
});
const send = (key: string, call: RestCall): Promise<Reply> => rig.rest('alice', keyed(key, call));

/** The writes of the tests: each begins with a row of its own. */
const writes: readonly (readonly [string, (id: string, tag: string) => RestCall, number])[] = [
  ['POST', (id) => ({ method: 'POST', target: '/v1/notes', body: { id: `${id}-new`, text: id } }), 201],
  [
    'POST with effects',
    (id) => ({ method: 'POST', target: '/v1/tickets', body: { title: `${id} new` } }),
    201,
  ],
  ['PATCH', (id) => ({ method: 'PATCH', target: `/v1/tickets/${id}`, body: { title: `${id} next` } }), 200],
  [
    'PATCH of a member of an object',
    (id) => ({ method: 'PATCH', target: `/v1/tickets/${id}`, body: { place: { city: 'Bern' } } }),
    200,
  ],
  [
    'PATCH with If-Match',
    (id) => ({
      method: 'PATCH',
      target: `/v1/tickets/${id}`,
      body: { tags: ['a'] },
      headers: { 'if-match': '"v1"' },
    }),
    200,
  ],
  [
    'PATCH with If-Match of a hash',
    (id, tag) => ({
      method: 'PATCH',
      target: `/v1/notes/${id}`,
      body: { text: `${id} next` },
      headers: { 'if-match': tag },
    }),
    200,
  ],
  [
    'DELETE with If-Match of a hash',
    (id, tag) => ({ method: 'DELETE', target: `/v1/notes/${id}`, headers: { 'if-match': tag } }),
    200,
  ],
  ['PUT', (id) => ({ method: 'PUT', target: `/v1/tickets/${id}`, body: { title: `${id} put` } }), 200],
  [
    'PUT of a new row',
    (id) => ({
      method: 'PUT',
      target: `/v1/notes/${id}-put`,
      body: { text: id },
      headers: { 'if-none-match': '*' },
    }),
    201,
  ],
  ['DELETE', (id) => ({ method: 'DELETE', target: `/v1/tickets/${id}` }), 200],
  [
    'batch of creates',
    (id) => ({
      method: 'POST',
      target: '/v1/batch/tickets',
      body: { items: [{ title: `${id} 1` }, { title: `${id} 2` }] },
    }),
    200,
  ],
];

/** Creates the rows of a test: a ticket with a place, and a note. Returns the tag of the note. */
async function plant(id: string): Promise<string> {
  const body = { id, title: id, place: { street: 'Main Street', city: 'Basel' } };
  expect((await rig.rest('alice', { method: 'POST', target: '/v1/tickets', body })).status).toBe(201);
  const note = { id, text: `note ${id}` };
  const { headers } = await rig.rest('alice', { method: 'POST', target: '/v1/notes', body: note });
  return headers['etag'] ?? '';
}

/** Returns the items of rows and audit events that name a text, without ids and times. */
async function itemsOf(text: string): Promise<readonly string[]> {
  const items = await dump(rig.api);
  return items
    .filter(({ key }) => !/ANSWER#|REQUEST#|LIMIT#|USAGE#/.test(key))
    .filter(({ item }) => JSON.stringify(item).includes(text))
    .map(({ item }) => settled(item))
    .sort();
}

describe.each(writes)('a %s with an idempotency key', (name, callOf, status) => {
  const id = name.toLowerCase().replaceAll(' ', '-');

  it(`has one effect and equal answers when ${DUPLICATES} duplicates arrive at once`, async () => {
    const tag = await plant(`${id}-50`);
    const other = await plant(`${id}-once`);
    const key = newKey();
    const replies = await Promise.all(
      Array.from({ length: DUPLICATES }, () => send(key, callOf(`${id}-50`, tag))),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(DUPLICATES).fill(status));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(new Set(replies.map(({ headers }) => headers['etag'])).size).toBe(1);
    expect(new Set(replies.map(({ headers }) => headers['location'])).size).toBe(1);
    // The same write once leaves as many items.
    expect((await send(newKey(), callOf(`${id}-once`, other))).status).toBe(status);
    const [many, once] = [await itemsOf(`${id}-50`), await itemsOf(`${id}-once`)];
    expect(many).toHaveLength(once.length);
    const revisions = (items: readonly string[]): unknown =>
      items.map((item) => /"revision":\{"N":"(\d+)"/.exec(item)?.[1]).sort();
    expect(revisions(many)).toEqual(revisions(once));
  });

  it('is refused with 422 when the key comes with another body or path', async () => {
    const tag = await plant(`${id}-422`);
    const key = newKey();
    const call = callOf(`${id}-422`, tag);
    expect((await send(key, call)).status).toBe(status);
    const before = await itemsOf(`${id}-422`);
    const other = await send(key, callOf(`${id}-other`, await plant(`${id}-other`)));
    expect([other.status, other.body]).toEqual([
      422,
      expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }),
    ]);
    expect(await itemsOf(`${id}-422`)).toEqual(before);
  });

  it('is done once when its answer gets lost and the client repeats it', async () => {
    const tag = await plant(`${id}-lost`);
    const key = newKey();
    const call = callOf(`${id}-lost`, tag);
    isLost = losesAll;
    const first = await send(key, call);
    isLost = () => false;
    expect([first.status, first.body]).toEqual([504, expect.objectContaining({ code: 'TIMEOUT' })]);
    const second = await send(key, call);
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([status, 'true']);
    const after = await itemsOf(`${id}-lost`);
    const third = await send(key, call);
    expect(third.text).toBe(second.text);
    expect(await itemsOf(`${id}-lost`)).toEqual(after);
  });

  it('succeeds at once when the answer of its transaction alone gets lost', async () => {
    const tag = await plant(`${id}-found`);
    isLost = isWrite;
    const reply = await send(newKey(), callOf(`${id}-found`, tag));
    isLost = () => false;
    expect(reply.status).toBe(status);
  });
});

describe('a REST call without an effect', () => {
  it('is refused when its idempotency key is malformed or there twice', async () => {
    const call = { method: 'POST', target: '/v1/notes', body: { text: 'x' } };
    for (const key of ['', 'x'.repeat(300), 'a b\u0001']) {
      const reply = await send(key, call);
      expect([key, reply.status, reply.headers['content-type']]).toEqual([
        key,
        400,
        expect.stringContaining('application/problem+json') as string,
      ]);
    }
  });

  it('answers a key of another user as a key that no request used', async () => {
    const key = newKey();
    const call = (text: string): RestCall => ({ method: 'POST', target: '/v1/notes', body: { text } });
    const [mine, theirs, foreign] = [
      await send(key, call('mine')),
      await rig.rest('bob', keyed(key, call('theirs'))),
      await rig.rest('carol', keyed(key, call('foreign'))),
    ];
    expect(
      [mine, theirs, foreign].map(({ status, headers }) => [status, headers['idempotency-replayed']]),
    ).toEqual(Array(3).fill([201, undefined]));
  });
});

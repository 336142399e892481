import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { enterprise } from './plans-for-tests.ts';

const SDL = `
  type Note @model(counts: EXACT) @auth(rules: [{ allow: private }]) { id: ID! text: String }
  type Uncounted @model(queries: { count: null }) @auth(rules: [{ allow: private }]) { id: ID! }
  type Mutation { copyNote(text: String!, times: Int!): Int! }
`;

let api: TestApi;
let now: number;
afterEach(() => api.close());

async function open(itemsPerModel: number): Promise<void> {
  now = Date.UTC(2026, 10, 24);
  api = await openTestApi({
    sdl: SDL,
    limits: true,
    plans: enterprise({ itemsPerModel }),
    now: () => now,
    resolvers: {
      Mutation: {
        copyNote: async (_root: never, { text, times }: never, { store }) => {
          for (let copy = 0; copy < times; copy += 1) await store.trusted['Note']?.create({ text });
          return times;
        },
      },
    },
  });
}

const create = (user = 'alice') => api.ask(user, 'mutation { createNote(input: { text: "x" }) { id } }');
const codes = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);
const total = async (user = 'alice') => (await api.ask(user, '{ countNotes }')).data?.['countNotes'];

describe('the limit of rows', () => {
  test('refuses a create beyond it, and holds for each tenant by itself', async () => {
    await open(3);
    for (let made = 0; made < 3; made += 1) expect((await create()).errors).toEqual([]);
    const refused = await create();
    expect(codes(refused)).toEqual(['QUOTA_EXCEEDED']);
    expect(refused.errors[0]?.message).toBe(
      'The plan of this tenant allows 3 rows of Note: delete some, or change the plan.',
    );
    expect(await total()).toBe(3);
    expect((await create('carol')).errors).toEqual([]);
  });

  test('allows a create again immediately after a delete', async () => {
    await open(1);
    const id = (await create()).data?.['createNote'] as { id: string };
    await api.ask('alice', 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }', { id: id.id });
    expect((await create()).errors).toEqual([]);
    expect(codes(await create())).toEqual(['QUOTA_EXCEEDED']);
  });

  test('refuses a batch that does not fit completely, and writes none of it', async () => {
    await open(5);
    const batch = (rows: number) =>
      api.ask('alice', 'mutation ($all: [CreateNoteInput!]!) { createNotes(input: $all) { id } }', {
        all: Array.from({ length: rows }, () => ({ text: 'x' })),
      });
    await batch(3);
    expect(codes(await batch(3))).toEqual(['QUOTA_EXCEEDED']);
    expect(await total()).toBe(3);
    expect((await batch(2)).errors).toEqual([]);
    expect(await total()).toBe(5);
  });

  test('holds for a resolver too, also if it skips the rules', async () => {
    await open(4);
    expect(codes(await api.ask('alice', 'mutation { copyNote(text: "x", times: 6) }'))).toEqual([
      'QUOTA_EXCEEDED',
    ]);
    expect(await total()).toBe(4);
  });

  test('does not hold for a model without a counter', async () => {
    await open(1);
    for (let made = 0; made < 3; made += 1)
      expect((await api.ask('alice', 'mutation { createUncounted(input: {}) { id } }')).errors).toEqual([]);
  });

  test('reads the counter once in thirty seconds while it is far away', async () => {
    await open(1000);
    const reads = async () => {
      const { calls } = await create();
      return calls.filter(({ command }) => command.name !== 'TransactWriteItems').length;
    };
    expect([await reads(), await reads(), await reads()]).toEqual([1, 0, 0]);
    now += 30_000;
    expect([await reads(), await reads()]).toEqual([1, 0]);
  });
});

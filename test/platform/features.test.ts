import type { Overrides } from '../../src/tenant/index.ts';
import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { enterprise, named } from './plans-for-tests.ts';

const SDL = `
  type Board @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    forecast: Int @feature(flag: "forecast")
    score(round: Int): Int @feature(flag: "forecast")
    cards: [Card] @hasMany(references: ["boardId"])
    pinnedId: ID
    pinned: Card @hasOne(fields: ["pinnedId"])
  }
  type Card @model @feature(flag: "cards") @auth(rules: [{ allow: private }]) {
    id: ID!
    status: String @index(name: "byStatus", queryField: "cardsByStatus")
    boardId: ID
    board: Board @belongsTo(references: ["boardId"])
  }
  type Query { report: Int @feature(flag: "reports") }
  type Mutation { archive: Int @feature(flag: "reports") }
`;

let api: TestApi;
let now = Date.UTC(2026, 10, 24);
beforeAll(async () => {
  api = await openTestApi({
    sdl: SDL,
    now: () => now,
    plans: { ...enterprise({}), ...named('full', {}, ['cards', 'forecast', 'reports']) },
    resolvers: {
      Query: { report: () => 1 },
      Mutation: { archive: () => 2 },
      Board: { score: () => 3 },
    },
  });
});
afterAll(() => api.close());

/** Changes the tenant, and moves the clock until the gate looks it up again. */
async function become(plan: string, overrides: Partial<Overrides['features']> = {}): Promise<void> {
  const features = overrides as Overrides['features'];
  await api.register.changeTenant('acme', { plan, overrides: { limits: {}, features } });
  now += LOOK_UP_TTL;
}

const refusalsOf = ({ errors }: Answer): unknown[] =>
  errors.map(({ message, extensions }) => `${String(extensions['code'])}: ${message}`);
const ask = (query: string): Promise<Answer> => api.ask('alice', query);

const CARD = 'mutation { createCard(input: { id: "c", status: "OPEN", boardId: "b" }) { id } }';
const BOARD = 'mutation { createBoard(input: { id: "b", name: "x", forecast: 7 }) { id } }';
const PIN = 'mutation { updateBoard(input: { id: "b", pinnedId: "c" }) { id } }';

/** Every way to what a flag guards: a name, an operation and the flag. */
const GUARDED: readonly (readonly [way: string, query: string, flag: string])[] = [
  ['a row of a model', '{ getCard(id: "c") { id } }', 'cards'],
  ['a list of the model', '{ listCards { items { id } } }', 'cards'],
  ['an index query of the model', '{ cardsByStatus(status: "OPEN") { items { id } } }', 'cards'],
  ['a count of the model', '{ countCards }', 'cards'],
  ['a relation to the model', '{ getBoard(id: "b") { cards { items { id } } } }', 'cards'],
  ['a reference to a row of the model', '{ getBoard(id: "b") { pinned { id } } }', 'cards'],
  ['an update of the model', 'mutation { updateCard(input: { id: "c", status: "OPEN" }) { id } }', 'cards'],
  ['a batch of updates', 'mutation { updateCards(input: [{ id: "c", status: "OPEN" }]) { id } }', 'cards'],
  ['a field', '{ getBoard(id: "b") { forecast } }', 'forecast'],
  ['a field with a resolver', '{ getBoard(id: "b") { score } }', 'forecast'],
  ['a query with a resolver', '{ report }', 'reports'],
  ['a mutation with a resolver', 'mutation { archive }', 'reports'],
];

beforeAll(async () => {
  await become('full');
  for (const write of [BOARD, CARD, PIN]) expect(refusalsOf(await ask(write))).toEqual([]);
});

describe('@feature', () => {
  test.each(GUARDED)('allows %s when the plan has the flag', async (_way, query) => {
    await become('full');
    expect(refusalsOf(await ask(query))).toEqual([]);
  });

  test.each(GUARDED)('refuses %s when the plan lacks the flag', async (_way, query, flag) => {
    await become('enterprise');
    expect(refusalsOf(await ask(query))).toEqual([
      `FEATURE_DISABLED: The plan of this tenant does not include "${flag}".`,
    ]);
  });

  test.each(GUARDED)('allows %s when an override turns the flag on', async (_way, query, flag) => {
    await become('enterprise', { [flag]: true });
    expect(refusalsOf(await ask(query))).toEqual([]);
  });

  test.each(GUARDED)('refuses %s when an override turns the flag off', async (_way, query, flag) => {
    await become('full', { [flag]: false });
    expect(refusalsOf(await ask(query))).toHaveLength(1);
  });

  test('refuses a create and a delete before anything is written', async () => {
    await become('enterprise');
    const codes = async (query: string) =>
      (await ask(query)).errors.map(({ extensions }) => extensions['code']);
    expect(await codes('mutation { createCard(input: { id: "d" }) { id } }')).toEqual(['FEATURE_DISABLED']);
    expect(await codes('mutation { createCards(input: [{ id: "d" }]) { id } }')).toEqual([
      'FEATURE_DISABLED',
    ]);
    expect(await codes('mutation { deleteCard(input: { id: "c" }) { id } }')).toEqual(['FEATURE_DISABLED']);
    await become('full');
    expect((await ask('{ listCards { items { id } } }')).data).toEqual({
      listCards: { items: [{ id: 'c' }] },
    });
  });

  test('leaves the other fields of the answer as they are', async () => {
    await become('enterprise');
    const answer = await ask('{ getBoard(id: "b") { name forecast } }');
    expect(answer.data).toEqual({ getBoard: { name: 'x', forecast: null } });
  });

  test('applies a change of plan within five seconds, also to a token issued before', async () => {
    await become('full');
    const credential = await api.token('alice');
    const codes = async () =>
      (await api.askAs(credential, '{ report }')).errors.map(({ extensions }) => extensions['code']);
    expect(await codes()).toEqual([]);
    await api.register.changeTenant('acme', { plan: 'enterprise', overrides: { limits: {}, features: {} } });
    now += 4999;
    await codes();
    now += 1;
    expect(await codes()).toEqual(['FEATURE_DISABLED']);
  });

  test('refuses everything it guards when the plan does not exist', async () => {
    await become('gone');
    expect(refusalsOf(await ask('{ report }'))).toHaveLength(1);
  });
});

import { keepSlots, type Model } from '../../src/model/index.ts';
import { openBackfill, openCursors, openLateCounters, openStore, type Store } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { scopeOf } from '../tenants.ts';
import { modelOf, typeOf } from './bench.ts';

// A type that is counted in another way than before: its total lacks rows until schema:apply has counted them.

const sdl = (model: string): string =>
  `type Row @model(${model}) @auth(rules: [{ allow: private }]) { id: ID! }`;
const LATE = 'counts: EVENTUAL';
const EXACT = 'counts: EXACT';
const cursors = openCursors('a secret of the tests, long enough');

let api: TestApi;
let now = Date.UTC(2026, 10, 30, 10);
afterEach(() => api.close());

const scope = scopeOf('acme');
const send = () => api.jobParts.sendOf(scope);
const storeOf = (model: Model): Store => openStore(scope, { types: model.models, send: send(), cursors });
const modelBefore = (model: string): Model => keepSlots(modelOf(sdl(model)), api.model);

/** Creates a row as a schema does. If that counts late, its consumer has counted the row. */
async function create(model: Model, id: string): Promise<void> {
  const type = typeOf(model, 'Row');
  await storeOf(model).write({ op: 'put', type, row: { id }, condition: null });
  if (type.exactCount) return;
  await openLateCounters(() => now).count(scope, type, [{ id, by: 1, at: now }], { send: send() });
}

const count = async (): Promise<unknown> => {
  const answer = await api.ask('alice', '{ countRows }');
  return { codes: codesOf(answer), said: answer.extensions['counts'] };
};
const PARTIAL = { exact: false, partial: true };

/** Counts the rows as schema:apply does, and lets a second pass. */
async function apply(): Promise<void> {
  const pause = (ms: number): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  const clock = { now: () => now, pause };
  const backfill = openBackfill(scope, { types: api.model.models, send: send(), clock });
  await backfill.recount(typeOf(api.model, 'Row'));
  now += 1_000;
}

test.each([
  ['late to exact', LATE, EXACT],
  ['exact to late', EXACT, LATE],
])(
  'a total that goes from %s is refused and said to be partial until apply, also after creates',
  async (_, from, to) => {
    api = await openTestApi({ sdl: sdl(to) });
    const before = modelBefore(from);
    for (const id of ['1', '2']) await create(before, id);
    const partial = { codes: ['CONFLICT'], said: { Row: expect.objectContaining(PARTIAL) as unknown } };
    expect(await count()).toEqual(partial);
    await create(api.model, '3');
    expect(await count()).toEqual(partial);
    await apply();
    expect(dataOf(await api.ask('alice', '{ countRows }'))).toEqual({ countRows: 3 });
    await create(api.model, '4');
    expect(dataOf(await api.ask('alice', '{ countRows }'))).toEqual({ countRows: 4 });
  },
);

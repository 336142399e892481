import { openTenantStore, sweepDeleted, type Swept } from '../../src/engine/index.ts';
import type { Model } from '../../src/model/index.ts';
import { openCursors, openStore, SWEEP_AFTER, type Row, type Store } from '../../src/store/index.ts';
import { read } from '../model/harness.ts';
import { scopeOf } from '../tenants.ts';
import { MemoryTable } from './memory-table.ts';
import { type Crash, inAllOrders, type Run, type Turns } from './orders.ts';

const cursors = openCursors('a secret of sixteen bytes or more');
const scope = scopeOf('acme');
const START = Date.parse('2026-11-30T00:00:00Z');

const modelWith = (onDelete: string): Model =>
  read(/* GraphQL */ `
    type Parent @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
      id: ID!
      children: [Child] @hasMany(references: ["parentId"], onDelete: ${onDelete})
    }
    type Child @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
      id: ID!
      parentId: ID
      parent: Parent @belongsTo(references: ["parentId"])
    }
  `);

type Tables = ReturnType<typeof openTenantStore>['trusted'];
type Act = (tables: Tables) => Promise<unknown>;
const acts = {
  create: (tables) => tables['Child']?.create({ id: 'new', parentId: 'p' }),
  remove: (tables) => tables['Parent']?.delete({ id: 'p' }),
  again: (tables) => tables['Parent']?.create({ id: 'p' }),
  move: (tables) => tables['Child']?.update({ id: 'old', parentId: 'p' }),
  leave: (tables) => tables['Child']?.update({ id: 'there', parentId: 'q' }),
} as const satisfies Record<string, (tables: Tables) => Promise<unknown> | undefined>;
type ActName = keyof typeof acts;

/** Runs these writers in all orders, and checks what is left after the sweeps. Returns how many orders there were. */
async function explore(
  onDelete: 'CASCADE' | 'SET_NULL' | 'RESTRICT',
  names: readonly ActName[],
  options: { readonly most: number; readonly crash?: Crash },
): Promise<number> {
  const model = modelWith(onDelete);
  return inAllOrders((turns) => begin(model, onDelete, names, turns), options);
}

function begin(model: Model, onDelete: string, names: readonly ActName[], turns: Turns): Run {
  const table = new MemoryTable();
  let time = START;
  const storeOf = (writer: string | null): Store =>
    openStore(scope, {
      types: model.models,
      cursors,
      now: () => time,
      send: async (command) => {
        if (writer !== null) await turns.step(writer);
        return table.send(command);
      },
      pause: () => (writer === null ? Promise.resolve() : turns.step(writer, true)),
    });
  const act = async (name: ActName): Promise<string> => {
    try {
      await (acts[name] as Act)(openTenantStore(model, storeOf(name), scope).trusted);
      return 'done';
    } catch (error) {
      return String((error as { readonly code?: unknown }).code ?? error);
    }
  };
  const answers = new Map<ActName, string>();
  const prepared = (async () => {
    const { trusted } = openTenantStore(model, storeOf(null), scope);
    for (const id of ['p', 'q']) await trusted['Parent']?.create({ id });
    await trusted['Child']?.create({ id: 'old' });
    if (names.includes('leave')) await trusted['Child']?.create({ id: 'there', parentId: 'p' });
    table.catchUp();
  })();
  const writers = names.map(async (name) => {
    await prepared;
    answers.set(name, await act(name));
  });
  return {
    writers,
    extra: () =>
      table.lags && answers.size < names.length
        ? (): void => {
            table.catchUp();
          }
        : null,
    end: async () => {
      table.catchUp();
      for (let swept: Swept | null = null; swept?.next !== null;) {
        time += SWEEP_AFTER + 1;
        swept = await sweepDeleted(model, storeOf(null), { now: () => time, isOver: () => false });
        table.catchUp();
      }
      await check(model, onDelete, storeOf(null), answers);
    },
  };
}

async function check(
  model: Model,
  onDelete: string,
  store: Store,
  answers: ReadonlyMap<ActName, string>,
): Promise<void> {
  const row = (name: string, id: string): Promise<Row | null> => {
    const type = model.models[name];
    return type ? store.get({ op: 'get', type, key: { id }, consistent: true }) : Promise.resolve(null);
  };
  const isDone = (name: ActName): boolean => answers.get(name) === 'done';
  const parents = new Map([
    ['p', await row('Parent', 'p')],
    ['q', await row('Parent', 'q')],
  ]);
  for (const id of ['new', 'old', 'there']) {
    const child = await row('Child', id);
    const parentId = child?.['parentId'] ?? null;
    if (parentId !== null) expect([id, parents.get(parentId as string)]).not.toEqual([id, null]);
  }
  const known = ['done', 'DANGLING_REFERENCE', 'STILL_REFERENCED', 'CONFLICT', 'ALREADY_EXISTS', 'NOT_FOUND'];
  for (const answer of answers.values()) expect(known).toContain(answer);
  if (isDone('remove') && !answers.has('again')) expect(parents.get('p')).toBeNull();
  if (onDelete === 'RESTRICT' && isDone('remove') && !answers.has('again'))
    for (const name of ['create', 'move'] as const) expect([name, isDone(name)]).toEqual([name, false]);
  if (isDone('create') && parents.get('p') && !isDone('remove'))
    expect(await row('Child', 'new')).not.toBeNull();
  if (isDone('create') && onDelete === 'SET_NULL') expect(await row('Child', 'new')).not.toBeNull();
  if (answers.get('create') === 'DANGLING_REFERENCE') expect(await row('Child', 'new')).toBeNull();
  if (isDone('leave')) expect(await row('Child', 'there')).toMatchObject({ parentId: 'q' });
}

const RULES = ['CASCADE', 'SET_NULL', 'RESTRICT'] as const;
const ALL = 1500;
const SOME = 100;

describe.each(RULES)('with onDelete: %s, no row is left that refers to a missing row', (onDelete) => {
  test.each<[string, readonly ActName[], number]>([
    ['a child is created while its parent is deleted', ['create', 'remove'], ALL],
    ['a child moves to a parent that is deleted', ['move', 'remove'], ALL],
    ['a child leaves a parent that is deleted', ['leave', 'remove'], SOME],
    ['the parent is deleted and created again', ['create', 'remove', 'again'], SOME],
  ])('when %s, in each order that is tried', async (title, names, most) => {
    const orders = await explore(onDelete, names, { most });
    process.stdout.write(`${onDelete}: ${title}: ${orders} orders${orders < most ? ', all' : ''}\n`);
    expect(orders).toBeGreaterThan(10);
  });

  test.each(['create', 'remove'] as const)(
    'when the process of the %s dies after any step',
    async (writer) => {
      let orders = 0;
      for (let after = 0; after < 8; after += 1)
        orders += await explore(onDelete, ['create', 'remove'], { most: SOME, crash: { writer, after } });
      process.stdout.write(`${onDelete}: a ${writer} that dies: ${orders} orders\n`);
      expect(orders).toBeGreaterThan(10);
    },
  );
});

import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Refusal } from '../../src/tenant/index.ts';
import { openBackfill, WriteFailed, type Row, type Send, type Store } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { run } from '../e2e/run.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { eventsOf } from '../platform/events.ts';
import { scopeOf } from '../tenants.ts';
import { type Bench, idsOf, Killed, killedAfter, openBench, rowsOf, typeOf, typeSdl } from './bench.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const OLD = typeSdl(
  'Task',
  `  id: ID!
  title: String
  old: String @index(name: "byOld", queryField: null)
  state: String
  group: String @index(name: "byGroup", queryField: null)`,
);
/** Adds an index between two others, a default and a unique value; removes an index. */
const NEW = typeSdl(
  'Task',
  `  id: ID!
  title: String @unique
  old: String
  rank: Int! @default(value: "7")
  state: String @index(name: "byState", sortKeyFields: ["rank"], queryField: null)
  group: String @index(name: "byGroup", queryField: null)`,
);

const ROWS = 250;
const rowOf = (n: number): Row => ({
  id: `t${n}`,
  title: `title ${n}`,
  old: 'x',
  state: n % 2 ? 'odd' : 'even',
  group: `g${n % 3}`,
});

async function write(store: Store, bench: Bench, rows: readonly Row[], model = bench.before): Promise<void> {
  const type = typeOf(model, 'Task');
  for (let at = 0; at < rows.length; at += 50)
    await Promise.all(
      rows.slice(at, at + 50).map((row) => store.write({ op: 'put', type, row, condition: null })),
    );
}

async function filled(): Promise<Bench> {
  const bench = await openBench(emulator, OLD, NEW, ['Task']);
  await write(
    bench.store(bench.before),
    bench,
    Array.from({ length: ROWS }, (_, n) => rowOf(n)),
  );
  return bench;
}

/** Expects indexes, defaults and the counter to agree with the rows. */
async function expectInLine(bench: Bench, tenant = 'acme'): Promise<void> {
  const store = bench.store(bench.after, tenant);
  const task = typeOf(bench.after, 'Task');
  const rows = await rowsOf(store, task);
  for (const [index, field] of [
    ['byState', 'state'],
    ['byGroup', 'group'],
  ] as const) {
    const values = new Set(rows.map((row) => row[field] ?? null).filter((value) => value !== null));
    for (const value of values) {
      const expected = rows.filter((row) => row[field] === value);
      expect(idsOf(await rowsOf(store, task, index, [value]))).toEqual(idsOf(expected));
    }
  }
  expect(rows.every(({ rank }) => typeof rank === 'number')).toBe(true);
  expect(await store.total(task)).toBe(rows.length);
}

test('apply adds rows of the old schema to the new index and keeps them in the index that stayed', async () => {
  const bench = await filled();
  const store = () => bench.store(bench.after);
  const task = typeOf(bench.after, 'Task');
  expect(await rowsOf(store(), task, 'byState', ['odd'])).toEqual([]);
  expect(await rowsOf(store(), task, 'byGroup', ['g0'])).toHaveLength(84);

  const { reports, left } = await bench.evolve();
  expect(left).toEqual({});
  expect(reports).toMatchObject([{ type: 'Task', looked: ROWS, changed: ROWS, duplicates: [], unfit: [] }]);
  await expectInLine(bench);
  expect(await rowsOf(store(), task, 'byState', ['odd'])).toHaveLength(125);
});

test('apply removes every key of a removed index', async () => {
  const from = typeSdl('Task', '  id: ID!\n  old: String @index(name: "byOld", queryField: null)');
  const bench = await openBench(emulator, from, typeSdl('Task', '  id: ID!\n  old: String'));
  await write(bench.store(bench.before), bench, [{ id: 'a', old: 'x' }]);
  const { reports } = await bench.evolve();
  expect(reports).toMatchObject([{ looked: 1, changed: 1 }]);
  const old = typeOf(bench.before, 'Task');
  expect(await rowsOf(bench.store(bench.before), old, 'byOld', ['x'])).toEqual([]);
});

test('apply does not rewrite rows that agree with the schema', async () => {
  const bench = await filled();
  await bench.evolve();
  const { send, calls } = recordCalls(bench.sendOf('acme'));
  const again = await bench.evolve({
    send,
    more: { Task: { claims: [], releases: [], tally: false } },
  });
  expect(again.reports).toMatchObject([{ looked: ROWS, changed: 0 }]);
  expect(calls.filter(({ command }) => command.name === 'UpdateItem')).toEqual([]);
});

test('apply does not undo an update that was made under the new schema before', async () => {
  const bench = await filled();
  const type = typeOf(bench.after, 'Task');
  await bench
    .store(bench.after)
    .write({ op: 'update', type, key: { id: 't1' }, set: { state: 'late', rank: 3 }, condition: null });
  await bench.evolve();
  expect(await rowsOf(bench.store(bench.after), type, 'byState', ['late'])).toMatchObject([
    { id: 't1', rank: 3 },
  ]);
});

test('apply continues where a killed run stopped', async () => {
  const from = typeSdl('Task', '  id: ID!\n  title: String');
  const to = typeSdl('Task', '  id: ID!\n  title: String @index(name: "byTitle", queryField: null)');
  const bench = await openBench(emulator, from, to);
  const rows = Array.from({ length: ROWS }, (_, n): Row => ({ id: `t${n}`, title: 'same' }));
  await write(bench.store(bench.before), bench, rows);

  await expect(bench.evolve({ send: killedAfter(120, bench.sendOf('acme')) })).rejects.toThrow(Killed);
  const task = typeOf(bench.after, 'Task');
  const found = await rowsOf(bench.store(bench.after), task, 'byTitle', ['same']);
  expect(found.length).toBeGreaterThanOrEqual(100);
  expect(found.length).toBeLessThan(ROWS);

  const { reports } = await bench.evolve();
  expect(reports).toMatchObject([{ looked: ROWS - 100 }]);
  expect(await rowsOf(bench.store(bench.after), task, 'byTitle', ['same'])).toHaveLength(ROWS);
});

test('apply loses no row, duplicates none and counts exactly while 20 callers write', async () => {
  const bench = await filled();
  const type = typeOf(bench.after, 'Task');
  let stop = false;
  const writer = async (n: number): Promise<void> => {
    for (let turn = 0; !stop; turn++) {
      const store = bench.store(bench.after);
      const id = `t${randomInt(ROWS)}`;
      const fresh = `w${n}-${turn}`;
      const kind = turn % 4;
      const done =
        kind === 0
          ? store.write({
              op: 'put',
              type,
              row: { ...rowOf(turn), id: fresh, title: fresh, rank: turn },
              condition: null,
            })
          : kind === 1
            ? store.write({
                op: 'update',
                type,
                key: { id },
                set: { state: `s${n % 4}`, title: fresh },
                condition: null,
              })
            : kind === 2
              ? store.write({ op: 'update', type, key: { id }, set: { group: null }, condition: null })
              : store.write({ op: 'delete', type, key: { id }, condition: null });
      await done.catch((error: unknown) => {
        if (!(error instanceof WriteFailed) || error.reason !== 'missing') throw error;
      });
    }
  };
  const writers = Promise.all(Array.from({ length: 20 }, (_, n) => writer(n)));
  const applying = bench.evolve();
  // Rows are backfilled during writes; the recount needs a pause.
  const rowsDone = setTimeout(() => (stop = true), 1500);
  const { left, reports } = await applying;
  clearTimeout(rowsDone);
  stop = true;
  await writers;
  expect(left).toEqual({});
  expect(reports[0]?.duplicates).toEqual([]);
  await expectInLine(bench);
  // Each title is reserved by its row.
  const store = bench.store(bench.after);
  const rows = await rowsOf(store, type);
  for (const { title } of rows.slice(0, 20)) {
    const twin = {
      op: 'put',
      type,
      row: { id: 'twin', title: title ?? null, rank: 1 },
      condition: null,
    } as const;
    await expect(store.write(twin)).rejects.toMatchObject({ reason: 'taken' });
  }
});

test('apply reports rows that share a unique value, does the rest, and a second run completes it', async () => {
  const bench = await openBench(emulator, OLD, NEW);
  const old = bench.store(bench.before);
  await write(old, bench, [rowOf(1), { ...rowOf(2), title: 'title 1' }, rowOf(3)]);
  const { reports, left } = await bench.evolve();
  expect(reports[0]).toMatchObject({ looked: 3, changed: 3 });
  const [duplicate] = reports[0]?.duplicates ?? [];
  expect(reports[0]?.duplicates).toHaveLength(1);
  expect([duplicate?.key, duplicate?.holder].map((key) => key?.['id']).sort()).toEqual(['t1', 't2']);
  expect(Object.keys(left)).toEqual(['Task']);

  const type = typeOf(bench.after, 'Task');
  const store = bench.store(bench.after);
  const key = duplicate?.holder ?? {};
  await store.write({ op: 'update', type, key, set: { title: 'another' }, condition: null });
  expect(await bench.evolve()).toMatchObject({ left: {}, reports: [{ duplicates: [] }] });
  for (const title of ['another', 'title 1']) {
    const third = { op: 'put', type, row: { id: 't4', title, rank: 1 }, condition: null } as const;
    await expect(store.write(third)).rejects.toMatchObject({ reason: 'taken' });
  }
});

test('values of a removed @unique do not block it when it is added again', async () => {
  const bench = await openBench(emulator, NEW, OLD);
  const before = typeOf(bench.before, 'Task');
  const store = bench.store(bench.before);
  await store.write({ op: 'put', type: before, row: { ...rowOf(1), rank: 1 }, condition: null });
  await bench.evolve();
  const twin = { op: 'put', type: before, row: { ...rowOf(1), id: 't2', rank: 1 }, condition: null } as const;
  await bench.store(bench.before).write(twin);
});

test('a reference to which onDelete is added holds at once, without a pass over the rows', async () => {
  const taskSdl = typeSdl(
    'Task',
    '  id: ID!\n  projectId: ID\n  project: Project @belongsTo(references: ["projectId"])',
  );
  const project = (more: string) =>
    typeSdl('Project', `  id: ID!\n  tasks: [Task] @hasMany(references: ["projectId"]${more})`);
  const bench = await openBench(emulator, project('') + taskSdl, project(', onDelete: RESTRICT') + taskSdl);
  const store = bench.store(bench.before);
  const put = (name: string, row: Row) =>
    store.write({ op: 'put', type: typeOf(bench.before, name), row, condition: null });
  await put('Project', { id: 'p' });
  await put('Project', { id: 'q' });
  for (let n = 0; n < 3; n++) await put('Task', { id: `t${n}`, projectId: 'p' });

  expect((await bench.evolve()).left).toEqual({});
  const task = typeOf(bench.after, 'Task');
  const referring = await rowsOf(bench.store(bench.after), task, task.references[0]?.index, ['p']);
  expect(referring).toHaveLength(3);
  const late = { op: 'put', type: task, row: { id: 't9', projectId: 'p' }, condition: null } as const;
  await bench.store(bench.after).write(late);
  const type = typeOf(bench.after, 'Project');
  expect(await bench.store(bench.after).linked(type, { id: 'p' })).toEqual([
    { type: 'Task', key: { id: 't9' } },
  ]);
});

test('apply skips a row that is being deleted: it reserves no unique value and is not counted', async () => {
  const bench = await openBench(emulator, OLD, NEW, ['Task']);
  await write(bench.store(bench.before), bench, [rowOf(1), rowOf(2)]);
  const type = typeOf(bench.after, 'Task');
  const store = bench.store(bench.after);
  await store.write({ op: 'delete', type, key: { id: 't1' }, condition: null, retire: 'job' });
  expect((await bench.evolve()).reports).toMatchObject([{ looked: 1, changed: 1 }]);
  expect(await store.total(type)).toBe(1);
  const twin = { op: 'put', type, row: { ...rowOf(1), id: 't3', rank: 1 }, condition: null } as const;
  await expect(store.write(twin)).resolves.toMatchObject({ id: 't3' });
});

test('apply for one tenant does not touch the rows of another', async () => {
  const bench = await filled();
  await write(bench.store(bench.before, 'globex'), bench, [rowOf(1)]);
  const { send, calls } = recordCalls(bench.sendOf('globex'));
  await bench.evolve({ send, tenants: ['globex'] });
  expect(calls.length).toBeGreaterThan(0);
  for (const { command } of calls) expect(JSON.stringify(command.input)).not.toContain('T#acme#');
  await expectInLine(bench, 'globex');
});

test('apply retries throttled calls and completes', async () => {
  const bench = await openBench(emulator, OLD, NEW, ['Task']);
  await write(bench.store(bench.before), bench, [rowOf(1), rowOf(2)]);
  let calls = 0;
  const send: Send = (command, options) => {
    if (++calls % 2) return Promise.reject(new Refusal('THROTTLED', 'Too much is asked.'));
    return bench.sendOf('acme')(command, options);
  };
  expect(await bench.evolve({ send })).toMatchObject({ left: {}, reports: [{ changed: 2 }] });
  await expectInLine(bench);
});

test('schema:apply --aws migrates the named tenants from the deployed model', async () => {
  const bench = await openBench(emulator, OLD, NEW, ['Task']);
  const folder = mkdtempSync(join(tmpdir(), 'tenantql-aws-'));
  const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')];
  writeFileSync(before, JSON.stringify(bench.before));
  writeFileSync(after, JSON.stringify(bench.after));
  for (const [id, isolation] of [
    ['acme', 'POOL'],
    ['globex', 'POOL'],
    ['initech', 'SILO'],
    ['hooli', 'SILO'],
  ] as const)
    await bench.register.putTenant({ id, isolation, createdAt: '2026-01-01T00:00:00.000Z' });
  await bench.register.putTenant({ id: 'soylent', status: 'MOVING' });
  const own = await bench.openSilo('initech');
  const pool = ['acme', 'globex', 'soylent'].map((id) => bench.store(bench.before, id));
  for (const store of [...pool, own(bench.before)]) await write(store, bench, [rowOf(1), rowOf(2)]);
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    DYNAMODB_ENDPOINT: emulator.endpoint,
    DATA_TABLE: bench.tables.data,
    SILO_TABLE_PREFIX: bench.tables.siloPrefix,
    CONTROL_TABLE: bench.tables.control,
  };
  const apply = (...args: string[]) =>
    run('src/cli/commands/schema-apply.ts', [after, '--aws', ...args], { env });
  const [done, unnamed, unmade, moving] = await Promise.all([
    apply('--tenants', 'globex,initech', '--before', before),
    apply(),
    apply('--tenants', 'hooli'),
    apply('--tenants', 'soylent'),
  ]);
  rmSync(folder, { recursive: true });
  expect(done.stdout).toBe(
    'globex: Task: looked at 2 rows, rewrote 2; set the counter from 0 to 2.\n' +
      'initech: Task: looked at 2 rows, rewrote 2; set the counter from 0 to 2.\nThe rows are in line with the schema.\n',
  );
  expect(await own(bench.after).total(typeOf(bench.after, 'Task'))).toBe(2);
  expect(unmade).toMatchObject({
    code: 1,
    stderr: `There is no table "${bench.tables.siloPrefix}hooli". Deploy it first: docs/platform/isolation.md.\n`,
  });
  expect(moving).toMatchObject({
    code: 1,
    stdout:
      'soylent: it is being moved: its rows stay as they are until that is done; then apply again.\n' +
      'Something is left of Task: see above, then apply again.\n',
  });
  expect(await bench.store(bench.after, 'soylent').total(typeOf(bench.after, 'Task'))).toBe(0);
  expect(unnamed).toMatchObject({ code: 1, stdout: '' });
  await expectInLine(bench, 'globex');
  expect(await bench.store(bench.after).total(typeOf(bench.after, 'Task'))).toBe(0);
  const scopesOf = async (tenant: string): Promise<unknown[]> =>
    (await eventsOf(bench, tenant)).map(({ action, actor, detail }) => [action, actor.type, detail]);
  // The run looked up each tenant more than once, and recorded it once.
  const opened = ['job.scopeOpened', 'system', { why: 'schema' }];
  expect(await Promise.all(['globex', 'initech', 'acme'].map(scopesOf))).toEqual([[opened], [opened], []]);
});

test('recount sets an exact counter while rows are written', async () => {
  const bench = await filled();
  const type = typeOf(bench.after, 'Task');
  const backfill = openBackfill(scopeOf('acme'), { types: bench.after.models, send: bench.sendOf('acme') });
  const writing = Promise.all(
    Array.from({ length: 5 }, async (_, n) => {
      for (let turn = 0; turn < 20; turn++) {
        const store = bench.store(bench.after);
        const id = `r${n}-${turn}`;
        await store.write({ op: 'put', type, row: { id, title: id, rank: 1 }, condition: null });
        if (turn % 2) await store.write({ op: 'delete', type, key: { id }, condition: null });
      }
    }),
  );
  const [recount] = await Promise.all([backfill.recount(type), writing]);
  expect(recount.after - recount.before).toBe(ROWS);
  expect(await bench.store(bench.after).total(type)).toBe(ROWS + 50);
  expect(await backfill.recount(type)).toEqual({ before: ROWS + 50, after: ROWS + 50 });
});

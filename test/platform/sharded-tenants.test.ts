import { openBehind, type Behind } from '../shared/background.ts';
import { dump, naming, type Dumped } from './dump.ts';
import { field, openJobRig, type JobRig } from './job-rig.ts';
import { rowsOf } from './move-rig.ts';

const SHARDS = 4;
const ROWS = 60;
const sdl = /* GraphQL */ `
  type Task @model(shards: ${SHARDS}) @auth(rules: [{ allow: private }]) {
    id: ID!
    state: String @index(name: "byState", queryField: "tasksByState")
  }
`;
const TASKS = Array.from({ length: ROWS }, (_, n) => ({ id: `t${n}`, state: n % 3 === 0 ? 'DONE' : 'TODO' }));
const IDS = TASKS.map(({ id }) => id).sort();

let rig: JobRig;
let behind: Behind;
beforeEach(async () => {
  rig = await openJobRig({ sdl, siloTables: ['acme'], seed: { rows: { acme: { Task: TASKS } } } });
  behind = openBehind(rig.api);
});
afterEach(() => rig.api.close());

/** Returns the shards in which an item of a tenant is a row, such as `4.0`. */
const shardsIn = (items: readonly Dumped[], tenant: string): readonly string[] => {
  const { number } = rig.api.model.models['Task'] ?? {};
  const found = items.flatMap(({ key }) => {
    const [, shard] = new RegExp(`^data T#${tenant}#${number}/(\\d+\\.\\d+) `).exec(key) ?? [];
    return shard === undefined ? [] : [shard];
  });
  return [...new Set(found)].sort();
};
const ALL_SHARDS = Array.from({ length: SHARDS }, (_, shard) => `${SHARDS}.${shard}`);
const read = async (user = 'alice', tenant?: string) => {
  const query = `{
    listTasks(limit: 1000) { items { id } }
    tasksByState(state: "DONE", limit: 1000) { items { id } }
    countTasks
  }`;
  const { data, errors } = await rig.api.ask(user, query, {}, tenant);
  expect(errors).toEqual([]);
  const ids = (name: string): string[] =>
    (data?.[name] as { items: { id: string }[] }).items.map(({ id }) => id).sort();
  return { all: ids('listTasks'), done: ids('tasksByState').length, count: data?.['countTasks'] };
};
const WHOLE = { all: IDS, done: ROWS / 3, count: ROWS };

describe('a tenant whose type has shards', () => {
  it('moves to its own table with every row, every index entry and its count', async () => {
    expect(await read()).toEqual(WHOLE);
    const before = await dump(rig.api);
    expect(shardsIn(before, 'acme')).toEqual(ALL_SHARDS);

    const job = await rig.requestMove('acme', 'SILO');
    await rig.work();
    await behind.changes();

    expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
    const after = await dump(rig.api);
    expect(rowsOf(after, 'acme', 'POOL')).toEqual([]);
    expect(shardsIn(after, 'acme')).toEqual(ALL_SHARDS);
    expect(await read()).toEqual(WHOLE);
    field(await rig.api.ask('alice', 'mutation { createTask(input: { id: "u", state: "DONE" }) { id } }'));
    field(await rig.api.ask('alice', 'mutation { deleteTask(input: { id: "t1" }) { id } }'));
    await behind.changes();
    expect((await read()).count).toBe(ROWS);
  });

  it('is exported whole, and an import of it fills the shards of the new tenant', async () => {
    const { id: jobId } = await rig.requestExport('acme');
    await rig.work();
    const input = { archive: { export: { tenantId: 'acme', jobId } }, name: 'Again' };
    const job = await rig.requestImport(input);
    await rig.work();
    await behind.changes();
    expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
    expect(shardsIn(await dump(rig.api), job.tenantId)).toEqual(ALL_SHARDS);
    const store = await rig.store(job.tenantId);
    const type = rig.api.model.models['Task'];
    if (!type) throw new Error('There is no type "Task".');
    const rows = await Promise.all(TASKS.map(({ id }) => store.get({ op: 'get', type, key: { id } })));
    expect(rows).toMatchObject(TASKS);
    expect(await store.total(type)).toBe(ROWS);
  });

  it('leaves no row in any shard after its purge', async () => {
    await rig.requestPurge('acme');
    await rig.work();
    await behind.changes();
    const left = naming(await dump(rig.api), 'acme').filter(({ key }) => key.startsWith('data '));
    expect(left).toEqual([]);
  });
});

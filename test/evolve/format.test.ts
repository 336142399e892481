import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openDynamoDb } from '../../src/local-cloud/dynamodb/index.ts';
import { formerNamesOf, namesOf } from '../../src/local/data-directory/index.ts';
import type { Settings } from '../../src/local/data-directory/settings.ts';
import { bringOver } from '../../src/migrate/index.ts';
import { readModel } from '../../src/model/index.ts';
import { ensureTables, type Row, type Send } from '../../src/store/index.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { marshal } from '../../src/store/dynamo/driver/marshal.ts';
import { ask } from '../e2e/ask.ts';
import { run } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, type TestServer } from '../e2e/start-server.ts';
import { makeTables, type GuardedTables } from '../guarded-tables.ts';
import { partitionQuery } from '../isolation/partition-query.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { everything } from '../store/sample-types.ts';
import { scopeOf } from '../tenants.ts';
import { formerItem } from './former-item.ts';
import { typeSdl } from './bench.ts';

const SDL = typeSdl(
  'Task',
  '  id: ID!\n  title: String\n  state: String @index(name: "byState", queryField: "tasksByState")',
);
const { model } = readModel([{ file: 'app.graphql', text: SDL }]);
const task = model.models['Task'];
if (!task) throw new Error('There is no type Task.');
const [early, late] = ['2026-11-29T10:00:00.000Z', '2026-11-30T10:00:00.000Z'];
const rows: readonly Row[] = Array.from({ length: 12 }, (_, n) => ({
  id: n === 3 ? '01234567-89ab-7def-8123-456789abcdef' : `task ${n} #$`,
  title: `title ${n}`,
  ...(n % 3 === 0 ? {} : { state: n % 2 === 0 ? 'open' : 'done' }),
  createdAt: early,
  updatedAt: n % 2 === 0 ? early : late,
}));
const textOf = ({ id }: Row): string => (typeof id === 'string' ? id : '');
const byId = (one: Row, other: Row): number => (textOf(one) < textOf(other) ? -1 : 1);

describe('the rows of a table whose keys have the names of types', () => {
  let fixture: Fixture;
  let former: GuardedTables;
  beforeAll(async () => {
    fixture = await startFixture(model);
    former = await makeTables(fixture.endpoint, model);
    for (const tenant of ['acme', 'globex']) {
      for (const row of rows)
        await former.direct({ name: 'PutItem', input: { Item: formerItem(tenant, task, row) } });
      const retired = { ...formerItem(tenant, task, { id: 'retired', createdAt: early }), __retired: 'j' };
      for (const Item of [
        retired,
        { __pk: `T#${tenant}#SEQ#`, __sk: 'n#', last: 7 },
        { __pk: `T#${tenant}#UNIQUE#`, __sk: 'Task#title#a#', holder: 'task#' },
      ])
        await former.direct({ name: 'PutItem', input: { Item } });
    }
  });
  afterAll(() => fixture.stop());

  it('are as before for readers after a run that is killed at each of its calls and begins again', async () => {
    const scope = scopeOf('acme');
    let runs = 0;
    for (let calls = 0, isDone = false; !isDone; calls++) {
      let left = calls;
      const dying =
        (send: Send): Send =>
        (command, settings) =>
          left-- > 0 ? send(command, settings) : Promise.reject(new Error('killed'));
      const tables = { from: dying(former.sendOf('acme')), to: dying(fixture.sendOf('acme')) };
      runs++;
      isDone = await bringOver({ scope, ...tables }, model).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ message: 'killed' });
          return false;
        },
      );
    }
    expect(runs).toBeGreaterThan(5);
    const store = fixture.store('acme');
    expect((await store.query({ ...everything, type: task })).rows).toEqual([...rows].sort(byId));
    const [byState = null] = task.indexes;
    const open = await store.query({ ...everything, type: task, index: byState, where: ['open'] });
    expect([...open.rows].sort(byId)).toEqual(rows.filter(({ state }) => state === 'open').sort(byId));
    expect(await store.sequence('n')).toBe(7);
    const { Items = [] } = await fixture.direct(partitionQuery(`T#acme#${task.number}`));
    expect(Items).toHaveLength(rows.length + 1);
    expect(Items.filter(({ __retired }) => __retired === 'j')).toHaveLength(1);
    expect(Items.flatMap(Object.keys)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^__(type|gsi|write)/)]),
    );
    expect((await fixture.direct(partitionQuery(`T#globex#${task.number}`))).Items).toEqual([]);
  });
});

describe('a data directory with such a table', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tenantql-format-'));
    mkdirSync(join(folder, 'schema'));
    writeFileSync(join(folder, 'schema', 'app.graphql'), SDL);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const data = (): string => join(folder, 'data');
  const start = (): Promise<TestServer> =>
    startServer({ data: data(), args: ['--schema', join(folder, 'schema')] });
  const settingsFile = (): string => join(data(), 'settings.json');

  /** Puts the rows into the tables of the former form, as if an earlier version had written them. */
  async function age(): Promise<void> {
    const { format: _, ...settings } = JSON.parse(readFileSync(settingsFile(), 'utf8')) as Settings;
    const dynamoDb = await openDynamoDb({ dbPath: join(data(), 'dynamodb', 'data.db'), env: process.env });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const dynamo = { region: 'us-east-1', endpoint: dynamoDb.endpoint, credentials };
    const former = formerNamesOf(settings);
    await ensureTables({ ...dynamo, ...namesOf(settings).tables, data: former.data, model });
    const call = openTableCalls(dynamo);
    if (task)
      for (const row of rows)
        await call('PutItem', { TableName: former.data, Item: marshal(formerItem('acme', task, row)) });
    await dynamoDb.stop();
    writeFileSync(settingsFile(), JSON.stringify(settings));
  }

  test('is refused by npm start, which names the command, and has all rows after schema:apply', async () => {
    await (await start()).stop();
    await age();
    await expect(start()).rejects.toThrow(/npm run schema:apply -- --data/);
    const applied = await run('src/cli/commands/schema-apply.ts', [join(folder, 'schema'), '--data', data()]);
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain(`acme: brought ${rows.length} items over`);
    const server = await start();
    const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
    const query = '{ listTasks(limit: 100) { items { id title state createdAt updatedAt } } }';
    const answer = await ask(server, AccessToken, query);
    const expected = rows.map((row) => ({ state: null, ...row })).sort(byId);
    expect(answer.data).toEqual({ listTasks: { items: expected } });
    await server.stop();
  });
});

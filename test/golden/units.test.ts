import { readFileSync, writeFileSync } from 'node:fs';

import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { recordWork, upkeepOf } from '../shared/background.ts';
import { unitsOf, type Units } from '../shared/units.ts';
import { countWaves } from '../shared/waves.ts';
import { OPERATIONS } from './operations.ts';
import { comments, people, projects, tasks } from './sample-rows.ts';

// What requests consume, by which docs/costs.md computes prices: calls of DynamoDB, and units that it reads and writes.

const FILE = 'test/golden/units.json';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
test('each operation, and the platform around it, consumes the units in their golden file', async () => {
  let clock = Date.UTC(2026, 10, 24, 12);
  const control: Call[] = [];
  const waves = countWaves();
  const api = await openTestApi({
    limits: true,
    seed: {
      tenants: [{ id: 'acme', name: 'Acme', plan: 'team', isolation: 'POOL', settings: {} }],
      users: [
        {
          username: 'alice',
          email: 'alice@acme.test',
          password: 'Alice-2026',
          memberships: [{ tenant: 'acme', groups: ['ADMIN'] }],
        },
      ],
      rows: { acme: { Person: people, Project: projects, Task: tasks, Comment: comments } },
    },
    through: waves.through,
    throughControl: (send) => recordCalls(send, control).send,
    now: () => clock,
  });
  const ask = api.openContainer();
  const around = async (query: string, key?: string): Promise<{ answer: Answer; platform: Units }> => {
    control.length = 0;
    const answer = await (key === undefined ? ask('alice', query) : keyed(api, query, key));
    expect(answer.errors).toEqual([]);
    return { answer, platform: unitsOf(control) };
  };
  /** Counts an hour of the tenant that is not the first of its day. Leaves out what a run does for all tenants. */
  const unitsOfUsage = async (): Promise<Units> => {
    await api.platform.usage.catchUp();
    clock += HOUR;
    await around(get);
    control.length = 0;
    await api.platform.usage.catchUp();
    return unitsOf(control.filter(({ command }) => JSON.stringify(command.input).includes('#acme')));
  };
  const [get, create] = [OPERATIONS['get a task'], OPERATIONS['create a task']];
  // A process writes after each of its first requests. Those of a usual one come later.
  for (let request = 0; request < 30; request++) await around(get);

  const operations: Record<string, Units & { readonly waves: number }> = {};
  for (const [name, query] of Object.entries(OPERATIONS)) {
    waves.begin();
    const { answer } = await around(query);
    operations[name] = { ...unitsOf(answer.calls), waves: waves.count() };
  }
  const { platform: busy } = await around(get);
  clock += MINUTE;
  await around(get);
  clock += MINUTE;
  const { platform: sparse } = await around(get);
  const usage = await unitsOfUsage();
  const { answer: once } = await around(create, 'a-key-of-a-client');
  const plain = operations['create a task'];
  const whole = unitsOf(once.calls);
  const idempotent = {
    ...whole,
    reads: whole.reads - (plain?.reads ?? 0),
    writes: whole.writes - (plain?.writes ?? 0),
  };
  await unitsOfSealing(api, control);
  await around(OPERATIONS['create a project, with @audit']);
  const sealing = await unitsOfSealing(api, control);
  await api.close();

  const actual = { operations, platform: { busy, sparse }, usage, idempotent, sealing };
  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

async function keyed(api: TestApi, query: string, key: string): Promise<Answer> {
  return api.askAs(await api.token('alice'), query, {}, { 'idempotency-key': key });
}

/** Does the upkeep of the tenant, as a message of the queue asks for it. */
async function unitsOfSealing(api: TestApi, control: Call[]): Promise<Units> {
  const rows: Call[] = [];
  control.length = 0;
  expect(await recordWork(api, rows)(upkeepOf('acme'))).toEqual({ batchItemFailures: [] });
  return unitsOf([...control, ...rows]);
}

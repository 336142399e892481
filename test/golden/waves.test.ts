import { readFileSync, writeFileSync } from 'node:fs';

import type { Send } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { openVirtualClock, type VirtualClock } from '../shared/virtual-clock.ts';

// The waves of a request: the calls of DynamoDB that begin together, each a round trip after the wave before. A request is
// isolated if it is the first of its tenant in the process for some time, so nothing of the tenant is cached.

const FILE = 'test/golden/waves.json';
const MINUTE = 60_000;

let api: TestApi;
let now = Date.UTC(2026, 10, 24, 12);
let clock: VirtualClock | null = null;
let begun: { readonly at: number; readonly call: string }[] = [];

/** Lets each call take one unit of virtual time. */
const timed =
  (table: string) =>
  (send: Send): Send =>
  async (command, options) => {
    const own = clock;
    if (!own) return send(command, options);
    begun.push({ at: own.now(), call: `${table} ${command.name}` });
    try {
      return await own.meanwhile(() => send(command, options));
    } finally {
      await own.sleep(1);
    }
  };

beforeAll(async () => {
  const tenant = (id: string) => ({ id, name: id, plan: 'team', isolation: 'POOL' as const, settings: {} });
  const user = (username: string, of: string) => ({
    username,
    email: `${username}@${of}.test`,
    password: 'A-password-2026',
    memberships: [{ tenant: of, groups: ['ADMIN'] }],
  });
  api = await openTestApi({
    limits: true,
    seed: {
      tenants: [tenant('acme'), tenant('globex')],
      users: [user('alice', 'acme'), user('carol', 'globex')],
      rows: {
        acme: {
          Project: [{ id: 'p', name: 'Rocket' }],
          Person: [{ id: 'q', name: 'Quinn' }],
          Task: [{ id: 't', title: 'A task', projectId: 'p', assigneeId: 'q' }],
        },
      },
    },
    through: timed('rows'),
    throughControl: timed('control'),
    now: () => now,
  });
});
afterAll(() => api.close());
/** Opens a process that serves others, a minute after another process has served alice. */
async function openProcess(): Promise<TestApi['ask']> {
  expect((await api.openContainer()('alice', GET)).errors).toEqual([]);
  now += MINUTE;
  const ask = api.openContainer();
  // A process writes what it spent after each of its first requests.
  for (let request = 0; request < 30; request += 1) await ask('carol', '{ listLabels { items { id } } }');
  return ask;
}

/** Asks as alice. Returns the calls of each wave. */
async function wavesOf(ask: TestApi['ask'], query: string): Promise<readonly (readonly string[])[]> {
  clock = openVirtualClock();
  begun = [];
  const [answer] = await clock.run([() => ask('alice', query)]);
  clock = null;
  expect(answer?.errors).toEqual([]);
  const times = [...new Set(begun.map(({ at }) => at))].sort((a, b) => a - b);
  return times.map((time) => begun.flatMap(({ at, call }) => (at === time ? [call] : [])).sort());
}

const GET = '{ getTask(id: "t") { id title } }';
const OPERATIONS: Readonly<Record<string, string>> = {
  'get a task': GET,
  'list tasks with their assignees': '{ listTasks(limit: 20) { items { id assignee { name } } } }',
  'a custom field': '{ getProject(id: "p") { progress(decimals: 0) } }',
  'create a task': 'mutation { createTask(input: { title: "New", projectId: "p", assigneeId: "q" }) { id } }',
  'update a title': 'mutation { updateTask(input: { id: "t", title: "Another" }) { id } }',
};

test('an isolated request of a limited tenant takes the waves in their golden file', async () => {
  const actual: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(OPERATIONS)) {
    const ask = await openProcess();
    const first = await wavesOf(ask, query);
    now += MINUTE;
    const second = await wavesOf(ask, query);
    actual[name] = { 'of a caller whom the process has not seen': first, 'of one whom it has seen': second };
  }
  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

test('an isolated get takes one wave after the look-up of its caller, which leases and reads', async () => {
  expect(await wavesOf(await openProcess(), GET)).toEqual([
    ['control BatchGetItem'],
    ['control UpdateItem', 'rows GetItem'],
  ]);
});

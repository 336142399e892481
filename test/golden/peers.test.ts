import { readFileSync, writeFileSync } from 'node:fs';

import { startEmulator, type Emulator } from '../emulator.ts';
import type { Units } from '../shared/units.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { openPeer, type PeerClient, type PeerTable } from './peer-table.ts';
import { comments, people, projects, tasks } from './sample-rows.ts';

// What the operations of `operations.ts` consume in two other ways, on tables with the same indexes and rows:
// - by hand: a table for each type with the tenant as hash key, and a DataLoader.
// - Amplify: the calls of its resolvers, on tables without a tenant. A mutation of a type with an owner reads the row first.

const FILE = 'test/golden/peers.json';
type Row = Readonly<Record<string, unknown>>;
type Peer = Readonly<Record<Operation, (client: PeerClient) => Promise<unknown>>>;

const TIMES = { createdAt: '2026-11-24T12:00:00.000Z', updatedAt: '2026-11-24T12:00:00.000Z' };
const OWNER = { owner: '0f4b2c1e-7a3d-4e55-9d5c-1b7c1c7a9e10::alice' };
const NEW_ID = '019aaf5b-6f5c-7d31-a4a5-4b6b44c1b3b1';
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  Person: people,
  Project: projects.map((row) => ({ ...row, status: 'OPEN' })),
  Task: tasks,
  Comment: comments,
};
const NEW: Readonly<Record<string, Row>> = {
  Task: {
    id: NEW_ID,
    title: 'A task with a title',
    status: 'TODO',
    dueDate: '2026-12-24',
    projectId: 'project-1',
    assigneeId: 'person-1',
    ...OWNER,
  },
  Comment: { id: NEW_ID, taskId: 'task-3', authorId: 'person-3', body: 'A remark', ...OWNER },
  Person: { id: NEW_ID, name: 'A person' },
  Project: { id: NEW_ID, name: 'A project', status: 'OPEN', ...OWNER },
};

/** Returns a row as a program stores it that a person wrote: keys of indexes begin with the tenant. */
function byHand(type: string, row: Row): Row {
  const key = (...parts: readonly unknown[]): string => ['acme', ...parts].join('#');
  const keys: Readonly<Record<string, Row>> = {
    Task: {
      byStatus: key(row['status']),
      byProject: key(row['projectId']),
      byProjectSort: `${String(row['status'])}#${String(row['dueDate'])}`,
      byAssignee: key(row['assigneeId']),
    },
    Project: { byStatus: key(row['status']) },
    Comment: { byTask: key(row['taskId']) },
  };
  return { tenant: 'acme', ...row, ...TIMES, ...keys[type] };
}

/** Returns a row as Amplify's resolvers store it. */
function byAmplify(type: string, row: Row): Row {
  const sort =
    type === 'Task' ? { 'status#dueDate': `${String(row['status'])}#${String(row['dueDate'])}` } : {};
  return { ...row, ...TIMES, ...sort, __typename: type };
}

const BY_HAND: Readonly<Record<string, PeerTable>> = {
  Person: { key: ['tenant', 'id'], indexes: {} },
  Project: { key: ['tenant', 'id'], indexes: { byStatus: ['byStatus', 'name'] } },
  Task: {
    key: ['tenant', 'id'],
    indexes: {
      byStatus: ['byStatus', 'dueDate'],
      byProject: ['byProject', 'byProjectSort'],
      byAssignee: ['byAssignee', 'dueDate'],
    },
  },
  Comment: { key: ['tenant', 'id'], indexes: { byTask: ['byTask', 'createdAt'] } },
};
const AMPLIFY: Readonly<Record<string, PeerTable>> = {
  Person: { key: ['id'], indexes: {} },
  Project: { key: ['id'], indexes: { byStatus: ['status', 'name'] } },
  Task: {
    key: ['id'],
    indexes: {
      byStatus: ['status', 'dueDate'],
      byProject: ['projectId', 'status#dueDate'],
      byAssignee: ['assigneeId', 'dueDate'],
    },
  },
  Comment: { key: ['id'], indexes: { byTask: ['taskId', 'createdAt'] } },
};

const keyByHand = (id: unknown): Row => ({ tenant: 'acme', id });
const handWritten: Peer = {
  'get a task': (client) => client.get('Task', keyByHand('task-1')),
  'list 50 tasks': (client) => client.query('Task', { tenant: 'acme' }, 50),
  'page of 20 tasks with assignees, comments and their tasks': async (client) => {
    const page = await client.query('Task', { tenant: 'acme' }, 20);
    await client.getAll(
      'Person',
      page.map(({ assigneeId }) => keyByHand(assigneeId)),
    );
    for (const { id } of page) {
      const found = await client.query('Comment', { byTask: `acme#${String(id)}` }, 5, 'byTask');
      // The lists arrive one after the other, so the loader has a batch for each. The five comments share their task.
      await client.getAll('Task', [...new Set(found.map(({ taskId }) => taskId))].map(keyByHand));
    }
  },
  'create a task': (client) => client.create('Task', byHand('Task', NEW['Task'] ?? {})),
  'create a comment': (client) => client.create('Comment', byHand('Comment', NEW['Comment'] ?? {})),
  'create a person': (client) => client.create('Person', byHand('Person', NEW['Person'] ?? {})),
  'update a title': (client) => client.set('Task', keyByHand('task-2'), { title: 'Another', ...TIMES }),
  'delete a task': (client) => client.remove('Task', keyByHand('task-40')),
  'create a project, with @audit': (client) =>
    client.create('Project', byHand('Project', NEW['Project'] ?? {})),
};
const amplify: Peer = {
  'get a task': (client) => client.get('Task', { id: 'task-1' }),
  'list 50 tasks': (client) => client.scan('Task', 50),
  'page of 20 tasks with assignees, comments and their tasks': async (client) => {
    for (const { id, assigneeId } of await client.scan('Task', 20)) {
      await client.get('Person', { id: assigneeId });
      for (const { taskId } of await client.query('Comment', { taskId: id }, 5, 'byTask'))
        await client.get('Task', { id: taskId });
    }
  },
  'create a task': (client) => client.create('Task', byAmplify('Task', NEW['Task'] ?? {})),
  'create a comment': (client) => client.create('Comment', byAmplify('Comment', NEW['Comment'] ?? {})),
  'create a person': (client) => client.create('Person', byAmplify('Person', NEW['Person'] ?? {})),
  'update a title': async (client) => {
    await client.get('Task', { id: 'task-2' });
    await client.set('Task', { id: 'task-2' }, { title: 'Another', ...TIMES });
  },
  'delete a task': async (client) => {
    await client.get('Task', { id: 'task-40' });
    await client.remove('Task', { id: 'task-40' });
  },
  'create a project, with @audit': (client) =>
    client.create('Project', byAmplify('Project', NEW['Project'] ?? {})),
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

async function unitsOfPeer(
  name: string,
  peer: Peer,
  tables: Readonly<Record<string, PeerTable>>,
  stored: (type: string, row: Row) => Row,
): Promise<Record<string, Units>> {
  const client = await openPeer(emulator.endpoint, name, tables);
  for (const [type, rows] of Object.entries(ROWS))
    for (const row of rows) await client.create(type, stored(type, row));
  const found: Record<string, Units> = {};
  for (const operation of Object.keys(OPERATIONS) as Operation[])
    found[operation] = await client.measure(() => peer[operation](client));
  client.close();
  return found;
}

test('hand-written calls, and those of Amplify, consume the units in their golden file', async () => {
  const actual = {
    handWritten: await unitsOfPeer('hand', handWritten, BY_HAND, byHand),
    amplify: await unitsOfPeer('amplify', amplify, AMPLIFY, byAmplify),
  };
  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

import { readFileSync, writeFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';
import { itemBytes } from '../shared/item-bytes.ts';
import { partitionOf } from '../shared/partition-of.ts';
import { unitsOf } from '../shared/units.ts';
import { partitionQuery } from '../isolation/partition-query.ts';

// What rows weigh: reads are billed by it, and each index holds a copy.

const FILE = 'test/golden/row-bytes.json';
const projects = Array.from({ length: 4 }, (_, n) => ({ id: `project-${n}`, name: `Project ${n}` }));
const people = Array.from({ length: 4 }, (_, n) => ({ id: `person-${n}`, name: `Person ${n}` }));
const tasks = Array.from({ length: 1001 }, (_, n) => ({
  id: `task-${n}`,
  title: `A task with a title of a usual length, number ${n}`,
  status: 'TODO',
  dueDate: '2026-12-24',
  projectId: `project-${n % 4}`,
  assigneeId: `person-${n % 4}`,
}));

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ seed: { rows: { acme: { Project: projects, Person: people, Task: tasks } } } });
});
afterAll(() => api.close());

const readsOf = async (limit: number): Promise<number> => {
  const answer = await api.ask(
    'alice',
    `{ listTasks(limit: ${limit}) { items { id title status dueDate } } }`,
  );
  expect(answer.errors).toEqual([]);
  return unitsOf(answer.calls).reads;
};

// That a list of the 50 tasks of the sample reads 2 units is in units.json.
test('a list of 1,000 tasks reads at most 42 units', async () => {
  expect(await readsOf(1000)).toBeLessThanOrEqual(42);
});

test('rows of the sample have the bytes in their golden file', async () => {
  const create =
    'mutation { createTask(input: { title: "A task of a user", projectId: "project-1", dueDate: "2026-12-24" }) { id } }';
  expect((await api.ask('alice', create)).errors).toEqual([]);
  const { Items = [] } = await api.direct(partitionQuery(partitionOf('acme', 'Task', api.model)));
  const bytesOf = (title: RegExp): number | null => {
    const item = Items.find((one) => typeof one['title'] === 'string' && title.test(one['title']));
    return item ? itemBytes(item) : null;
  };
  const actual = {
    'a task of the seed': bytesOf(/number 10$/),
    'a task of a user, with a UUID and an owner': bytesOf(/of a user/),
    'reads of a list of 1,000': await readsOf(1000),
  };
  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

import type { Output } from '../../src/store/dynamo/driver/send.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { partitionQuery } from './partition-query.ts';
import { partitionOf } from '../shared/partition-of.ts';

type Item = NonNullable<Output['Item']>;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

/** Writes an item around the store, as an attacker with acme's credentials could: IAM checks only `__pk`. */
async function plant(globexItem: Item, name: string): Promise<void> {
  const copy = Object.entries(globexItem).map(([key, value]) => [
    key,
    /^\d+s$/.test(key) ? (value as string).replace(globexItem['id'] as string, name) : value,
  ]);
  const item = Object.fromEntries([
    ...copy,
    ['__pk', partitionOf('acme', 'Task', api.model)],
    ['__sk', `${name}#`],
    ['id', name],
    ['title', name],
  ]) as Item;
  await api.direct({ name: 'PutItem', input: { Item: item } });
}

async function itemOf(id: string): Promise<Item> {
  const { Item: item } = await api.direct({
    name: 'GetItem',
    input: { Key: { __pk: partitionOf('globex', 'Task', api.model), __sk: `${id}#` } },
  });
  if (!item) throw new Error(`There is no task "${id}".`);
  return item;
}

/** Returns the ids of the tasks of a project, read in pages of one row. */
async function idsByPages(): Promise<string[]> {
  const text = `query Page($nextToken: String) {
    page: tasksByProject(projectId: "globex-dam", limit: 1, nextToken: $nextToken) { items { id } nextToken }
  }`;
  const ids: string[] = [];
  let nextToken: string | null = null;
  do {
    const { data } = await api.ask('carol', text, { nextToken });
    const { page } = data as { page: { items: { id: string }[]; nextToken: string | null } };
    ids.push(...page.items.map(({ id }) => id));
    ({ nextToken } = page);
  } while (nextToken !== null);
  return ids;
}

describe('an item of acme with an index key of globex', () => {
  let own: readonly string[];

  beforeAll(async () => {
    for (const id of ['own-1', 'own-2']) {
      const input = {
        id,
        title: id,
        status: 'DOING',
        dueDate: '2026-12-01',
        projectId: 'globex-dam',
        assigneeId: 'dave',
      };
      await api.ask('carol', 'mutation Own($input: CreateTaskInput!) { createTask(input: $input) { id } }', {
        input,
      });
    }
    own = await idsByPages();
    await plant(await itemOf('own-1'), 'planted-1');
    await plant(await itemOf('own-2'), 'planted-2');
  });

  it('is in the index, so that the store has a row to drop', async () => {
    const item = await itemOf('own-1');
    const names = Object.keys(item).filter((name) => /^\d+p$/.test(name));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const { Items = [] } = await api.direct(partitionQuery(item[name] as string, name));
      expect(Items.map(({ id }) => id)).toContain('planted-1');
    }
  });

  it.each([
    ['a query of the index', '{ tasksByStatus(status: DOING) { items { id title } nextToken } }'],
    [
      'a query of another index',
      '{ tasksByProject(projectId: "globex-dam") { items { id title } nextToken } }',
    ],
    ['a relation', '{ getProject(id: "globex-dam") { tasks { items { id title } nextToken } } }'],
    ['a relation of many rows', '{ listPeople { items { tasks(limit: 10) { items { id title } } } } }'],
    [
      'a filtered page',
      '{ tasksByProject(projectId: "globex-dam", filter: { title: { beginsWith: "planted" } }) { items { id } } }',
    ],
    ['a custom field', '{ getProject(id: "globex-dam") { progress } }'],
  ])('never reaches globex through %s, and raises the alarm', async (_way, text) => {
    const before = api.log.length;
    const answer = await api.ask('carol', text);
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).not.toContain('planted');
    expect(api.log.slice(before)).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'isolation alarm',
        tenantId: 'globex',
        alarm: expect.objectContaining({ kind: 'foreign-row', tenantId: 'globex', type: 'Task' }) as unknown,
      }),
    );
  });

  it('does not shorten the pages of globex', async () => {
    expect(own).toEqual(expect.arrayContaining(['own-1', 'own-2']));
    expect(await idsByPages()).toEqual(own);
  });

  it('is not counted by globex', async () => {
    const before = await api.ask('carol', '{ getProject(id: "globex-dam") { progress } }');
    await plant({ ...(await itemOf('own-1')), status: 'DONE' }, 'planted-3');
    const { data } = await api.ask('carol', '{ getProject(id: "globex-dam") { progress } }');
    expect(data).toEqual(before.data);
  });
});

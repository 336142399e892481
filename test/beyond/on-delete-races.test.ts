import { EventEmitter, once } from 'node:events';

import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { sweepLater } from '../shared/sweep.ts';
import { onDeleteSdl as sdl } from './on-delete-sdl.ts';

let api: TestApi;
/** What another caller does just before the next call of a delete is sent. */
let meanwhile: {
  readonly before: 'hold' | 'delete' | 'verify';
  readonly act: () => Promise<unknown>;
} | null = null;
/** A part of the call that holds a row, of the one that deletes rows, and of the read after a put. */
const PARTS = { hold: '"__held"', delete: '"Delete":', verify: '"ConsistentRead":true' } as const;
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    through: (send) => async (command, options) => {
      const other = meanwhile && JSON.stringify(command).includes(PARTS[meanwhile.before]) ? meanwhile : null;
      if (other) meanwhile = null;
      await other?.act();
      return send(command, options);
    },
  });
});
afterAll(() => api.close());

const mutate = (field: string): Promise<Answer> => api.ask('alice', `mutation { ${field} { id } }`);
const create = async (type: string, id: string, values = ''): Promise<unknown> =>
  dataOf(await mutate(`create${type}(input: { id: "${id}" ${values} })`));
const remove = (type: string, id: string): Promise<Answer> => mutate(`delete${type}(input: { id: "${id}" })`);
const find = async (field: string): Promise<unknown> =>
  dataOf(await api.ask('alice', `{ found: ${field} }`))['found'];
test('when a create of a child races the delete of its parent, no orphan is left', async () => {
  const pairs = Array.from({ length: 20 }, (_, at) => `race-${at}`);
  for (const id of pairs) await create('Project', id);
  const outcomes = await Promise.all(
    pairs.map(async (id, at) => {
      const kind = at % 2 === 0 ? 'createTask' : 'createBudget';
      const key = at % 2 === 0 ? 'projectTasksId' : 'projectBudgetsId';
      const make = (): Promise<Answer> => mutate(`${kind}(input: { id: "${id}", ${key}: "${id}" })`);
      const [made, gone] = await Promise.all(
        at % 4 < 2 ? [make(), remove('Project', id)] : [remove('Project', id), make()].reverse(),
      );
      const child = await find(`${at % 2 === 0 ? 'getTask' : 'getBudget'}(id: "${id}") { ${key} }`);
      const parent = await find(`getProject(id: "${id}") { id }`);
      return { made, gone, child, parent };
    }),
  );
  for (const { made, gone, child, parent } of outcomes) {
    expect(['', 'DANGLING_REFERENCE']).toContain(codesOf(made as Answer).join());
    expect(['', 'STILL_REFERENCED']).toContain(codesOf(gone as Answer).join());
    if (parent === null) expect(child).toBeNull();
    else expect(child).not.toBeNull();
  }
});

test('the first child of a row is deleted too when it is created just before the delete holds the row', async () => {
  await create('Project', 'first');
  meanwhile = { before: 'hold', act: () => create('Task', 'first', 'projectTasksId: "first"') };
  dataOf(await remove('Project', 'first'));
  expect(meanwhile).toBeNull();
  expect(await find('getTask(id: "first") { id }')).toBeNull();
});

test.each([
  ['a child', 'Task', 'projectTasksId: "between"'],
  ['a child of a child', 'Note', 'taskNotesId: "between-task"'],
])(
  '%s is deleted too when it is created between the first look and the hold',
  async (_title, type, values) => {
    await create('Project', 'between');
    await create('Task', 'between-task', 'projectTasksId: "between"');
    meanwhile = { before: 'hold', act: () => create(type, 'between-new', values) };
    dataOf(await remove('Project', 'between'));
    expect(meanwhile).toBeNull();
    await sweepLater(api);
    expect(await find(`get${type}(id: "between-new") { id }`)).toBeNull();
  },
);

test.each([
  ['under CASCADE that others may restrict', 'Task', 'projectTasksId: "waits"'],
  ['under RESTRICT', 'Budget', 'projectBudgetsId: "waits"'],
])(
  'a create %s waits for a delete that holds its parent, and is rejected after it',
  async (_title, type, values) => {
    await create('Project', 'waits');
    const children: Promise<Answer>[] = [];
    meanwhile = {
      before: 'delete',
      act: () => {
        children.push(mutate(`create${type}(input: { id: "waits", ${values} })`));
        return Promise.resolve();
      },
    };
    dataOf(await remove('Project', 'waits'));
    expect((await Promise.all(children)).flatMap(codesOf)).toEqual(['DANGLING_REFERENCE']);
    expect(await find(`get${type}(id: "waits") { id }`)).toBeNull();
  },
);

test('a child of a row that no row restricts is swept when it is created between the plan and the delete', async () => {
  await create('Bare', 'swept');
  await create('Leaf', 'swept-1', 'bareLeavesId: "swept"');
  meanwhile = { before: 'delete', act: () => create('Leaf', 'swept-2', 'bareLeavesId: "swept"') };
  dataOf(await mutate('deleteBare(input: { id: "swept" })'));
  expect(meanwhile).toBeNull();
  expect(await find('getLeaf(id: "swept-1") { id }')).toBeNull();
  await sweepLater(api);
  expect(await find('getLeaf(id: "swept-2") { id }')).toBeNull();
});

test('a child of a row whose own create is undone is swept', async () => {
  await create('Flow', 'undone');
  const steps = new EventEmitter();
  const [put, gone] = [once(steps, 'put'), once(steps, 'gone')];
  const creates: Promise<Answer>[] = [];
  const createStep = async (): Promise<void> => {
    steps.emit('put');
    await gone;
    await create('Step', 'undone', 'stageStepsId: "undone"');
  };
  const createStage = async (): Promise<void> => {
    meanwhile = { before: 'verify', act: createStep };
    creates.push(mutate('createStage(input: { id: "undone", flowStagesId: "undone" })'));
    await put;
  };
  meanwhile = { before: 'delete', act: createStage };
  dataOf(await remove('Flow', 'undone'));
  steps.emit('gone');
  expect((await Promise.all(creates)).flatMap(codesOf)).toEqual(['DANGLING_REFERENCE']);
  expect(await find('getStep(id: "undone") { id }')).toEqual({ id: 'undone' });
  await sweepLater(api);
  expect(await find('getStep(id: "undone") { id }')).toBeNull();
});

test('a sweep keeps the children of a row that was created again', async () => {
  await create('Bare', 'again');
  dataOf(await mutate('deleteBare(input: { id: "again" })'));
  await create('Bare', 'again');
  await create('Leaf', 'again', 'bareLeavesId: "again"');
  await sweepLater(api);
  expect(await find('getLeaf(id: "again") { bare { id } }')).toEqual({ bare: { id: 'again' } });
});

test('a row under RESTRICT prevents the delete when it is created just before the hold', async () => {
  await create('Project', 'held');
  meanwhile = { before: 'hold', act: () => create('Budget', 'held', 'projectBudgetsId: "held"') };
  expect(codesOf(await remove('Project', 'held'))).toEqual(['STILL_REFERENCED']);
  expect(await find('getProject(id: "held") { id }')).toEqual({ id: 'held' });
  dataOf(await mutate('updateProject(input: { id: "held" })'));
  await create('Budget', 'held-2', 'projectBudgetsId: "held"');
});

test('a child that moves away just before the delete is kept', async () => {
  await create('Project', 'left');
  await create('Task', 'leaving', 'projectTasksId: "left"');
  const act = (): Promise<Answer> => mutate('updateTask(input: { id: "leaving", projectTasksId: null })');
  meanwhile = { before: 'delete', act };
  dataOf(await remove('Project', 'left'));
  expect(await find('getTask(id: "leaving") { projectTasksId }')).toEqual({ projectTasksId: null });
});

test('when a create of a grandchild races the delete of a project, no grandchild outlives its parent', async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `nested-${at}`);
  for (const id of ids) {
    await create('Project', id);
    await create('Task', id, `projectTasksId: "${id}"`);
  }
  await Promise.all(
    ids.map(async (id, at) => {
      const calls = [
        () => mutate(`createNote(input: { id: "${id}", taskNotesId: "${id}" })`),
        () => remove('Project', id),
      ];
      await Promise.all((at % 2 === 0 ? calls : calls.reverse()).map((call) => call()));
      const note = await find(`getNote(id: "${id}") { task { id } }`);
      if ((await find(`getTask(id: "${id}") { id }`)) === null) expect(note).toBeNull();
      else expect(note).toEqual({ task: { id } });
    }),
  );
});

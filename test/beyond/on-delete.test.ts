import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf, messagesOf } from '../engine/answers.ts';
import { countedSdl as sdl } from './on-delete-sdl.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ sdl });
});
afterAll(() => api.close());

const mutate = (field: string, user = 'alice'): Promise<Answer> =>
  api.ask(user, `mutation { ${field} { id } }`);
const create = async (type: string, id: string, values = ''): Promise<unknown> =>
  dataOf(await mutate(`create${type}(input: { id: "${id}" ${values} })`));
const remove = (type: string, id: string, user?: string): Promise<Answer> =>
  mutate(`delete${type}(input: { id: "${id}" })`, user);
const find = async (field: string): Promise<unknown> =>
  dataOf(await api.ask('alice', `{ found: ${field} }`))['found'];
const count = (plural: string): Promise<unknown> => find(`count${plural}`);
const rowsOf = async (plural: string): Promise<number> =>
  ((await find(`list${plural}(limit: 1000) { items { id } }`)) as { items: unknown[] }).items.length;
/** Expects every counter to equal the number of rows in the list. */
const expectCounted = async (): Promise<void> => {
  for (const plural of [
    'Projects',
    'Tasks',
    'Notes',
    'Pins',
    'Budgets',
    'Leads',
    'Folders',
    'Steps',
    'Stages',
    'Flows',
  ])
    expect([plural, await count(plural)]).toEqual([plural, await rowsOf(plural)]);
};
afterEach(expectCounted);

test('RESTRICT rejects the delete and deletes nothing until the last referring row is deleted or moved', async () => {
  await create('Project', 'r');
  await create('Project', 'r-other');
  await create('Task', 'r-task', 'projectTasksId: "r"');
  await create('Budget', 'r-1', 'projectBudgetsId: "r"');
  await create('Budget', 'r-2', 'projectBudgetsId: "r"');
  const answer = await remove('Project', 'r');
  expect(codesOf(answer)).toEqual(['STILL_REFERENCED']);
  expect(messagesOf(answer)).toEqual([
    'Rows of Budget still refer to this Project: delete or move them first.',
  ]);
  expect(await find('getTask(id: "r-task") { project { id } }')).toEqual({ project: { id: 'r' } });
  dataOf(await remove('Budget', 'r-1'));
  expect(codesOf(await remove('Project', 'r'))).toEqual(['STILL_REFERENCED']);
  dataOf(await mutate('updateBudget(input: { id: "r-2", projectBudgetsId: "r-other" })'));
  dataOf(await remove('Project', 'r'));
  expect(codesOf(await remove('Project', 'r-other'))).toEqual(['STILL_REFERENCED']);
});

test('CASCADE deletes the rows below, the rows below those, and frees their unique values', async () => {
  await create('Project', 'c');
  await create('Task', 'c-1', 'projectTasksId: "c", code: "CODE"');
  await create('Task', 'c-2', 'projectTasksId: "c"');
  await create('Note', 'c-n', 'taskNotesId: "c-1"');
  expect(dataOf(await remove('Project', 'c'))).toEqual({ deleteProject: { id: 'c' } });
  for (const row of ['getTask(id: "c-1")', 'getTask(id: "c-2")', 'getNote(id: "c-n")'])
    expect(await find(`${row} { id }`)).toBeNull();
  await create('Task', 'c-3', 'code: "CODE"');
});

test('CASCADE deletes rows that the caller may not delete, because the schema decides', async () => {
  await create('Project', 'b');
  await create('Task', 'b-1', 'projectTasksId: "b"');
  expect(codesOf(await remove('Task', 'b-1', 'bob'))).toEqual(['FORBIDDEN']);
  dataOf(await remove('Project', 'b', 'bob'));
  expect(await find('getTask(id: "b-1") { id }')).toBeNull();
});

test('a RESTRICT below a CASCADE rejects the whole delete', async () => {
  await create('Project', 'h');
  await create('Task', 'h-1', 'projectTasksId: "h"');
  await create('Pin', 'h-p', 'taskPinsId: "h-1"');
  const answer = await remove('Project', 'h');
  expect(messagesOf(answer)).toEqual(['Rows of Pin still refer to this Task: delete or move them first.']);
  expect(await find('getTask(id: "h-1") { project { id } }')).toEqual({ project: { id: 'h' } });
  dataOf(await remove('Pin', 'h-p'));
  dataOf(await remove('Project', 'h'));
});

test('SET_NULL clears the foreign key and keeps the row', async () => {
  await create('Project', 's');
  await create('Lead', 's-1', 'projectId: "s"');
  dataOf(await remove('Project', 's'));
  expect(await find('getLead(id: "s-1") { projectId project { id } }')).toEqual({
    projectId: null,
    project: null,
  });
  await create('Project', 's');
  dataOf(await mutate('updateLead(input: { id: "s-1", projectId: "s" })'));
  dataOf(await remove('Project', 's'));
});

test('a row under both CASCADE and SET_NULL is deleted, and a row under SET_NULL twice loses both keys', async () => {
  await create('Flow', 'w');
  await create('Stage', 'w-1', 'flowStagesId: "w"');
  await create('Step', 'w-both', 'flowStepsId: "w", stageStepsId: "w-1"');
  await create('Step', 'w-twice', 'flowStepsId: "w", otherId: "w"');
  dataOf(await remove('Flow', 'w'));
  expect(await find('getStep(id: "w-both") { id }')).toBeNull();
  expect(await find('getStep(id: "w-twice") { flowStepsId otherId }')).toEqual({
    flowStepsId: null,
    otherId: null,
  });
});

test('a caller who may not delete the row gets FORBIDDEN and learns nothing about referring rows', async () => {
  await create('Flow', 'q');
  await create('Lock', 'q-1', 'flowLocksId: "q"');
  expect(codesOf(await remove('Flow', 'q', 'bob'))).toEqual(['FORBIDDEN']);
  expect(
    codesOf(
      await mutate(
        'deleteFlow(input: { id: "q" }, condition: { createdAt: { lt: "2000-01-01T00:00:00Z" } })',
      ),
    ),
  ).toEqual(['CONDITION_FAILED']);
  expect(codesOf(await remove('Flow', 'q'))).toEqual(['STILL_REFERENCED']);
});

test('a delete whose rows have too many side effects for one transaction deletes all of them', async () => {
  await create('Flow', 'v');
  await create('Stage', 'v-1', 'flowStagesId: "v"');
  const rows = (part: number): string =>
    Array.from(
      { length: 30 },
      (_, at) => `{ id: "v-${part}-${at}", name: "v-${part}-${at}", stageStepsId: "v-1" }`,
    ).join(' ');
  for (const part of [0, 1]) dataOf(await mutate(`createSteps(input: [${rows(part)}])`));
  dataOf(await remove('Flow', 'v'));
  expect(await find('listSteps(filter: { stageStepsId: { eq: "v-1" } }) { totalCount }')).toEqual({
    totalCount: 0,
  });
  expect(await find('getStage(id: "v-1") { id }')).toBeNull();
  dataOf(await mutate(`createSteps(input: [${rows(0).replaceAll(', stageStepsId: "v-1"', '')}])`));
});

test('when three callers delete a row with very many children concurrently, exactly one succeeds', async () => {
  await create('Project', 'huge');
  for (let part = 0; part < 2; part += 1) {
    const rows = Array.from(
      { length: 60 },
      (_, at) => `{ id: "huge-${part}-${at}", projectTasksId: "huge" }`,
    );
    dataOf(await mutate(`createTasks(input: [${rows.join(' ')}])`));
  }
  const before = Number(await count('Projects'));
  // On a slow machine one delete holds the row for so long that the others must be sent again.
  const removeAtLast = async (): Promise<Answer> => {
    const answer = await remove('Project', 'huge');
    return codesOf(answer).includes('CONFLICT') ? removeAtLast() : answer;
  };
  const answers = await Promise.all(Array.from({ length: 3 }, removeAtLast));
  expect(answers.flatMap(codesOf)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await count('Projects')).toBe(before - 1);
});

test('the delete of a row of a type without a count returns the whole row', async () => {
  await create('Bare', 'bare', 'word: "w"');
  await create('Leaf', 'leaf', 'bareLeavesId: "bare"');
  const answer = await api.ask('alice', 'mutation { deleteBare(input: { id: "bare" }) { id word } }');
  expect(dataOf(answer)).toEqual({ deleteBare: { id: 'bare', word: 'w' } });
});

test('a row that refers to itself and a cycle of rows are deleted as a whole', async () => {
  await create('Folder', 'self');
  dataOf(await mutate('updateFolder(input: { id: "self", folderFoldersId: "self" })'));
  dataOf(await remove('Folder', 'self'));
  await create('Folder', 'one');
  await create('Folder', 'two', 'folderFoldersId: "one"');
  await create('Folder', 'three', 'folderFoldersId: "two"');
  dataOf(await mutate('updateFolder(input: { id: "one", folderFoldersId: "three" })'));
  dataOf(await remove('Folder', 'two'));
  for (const id of ['self', 'one', 'two', 'three'])
    expect(await find(`getFolder(id: "${id}") { id }`)).toBeNull();
});

test('a batch deletes parents and their children, all or none', async () => {
  await create('Project', 'x');
  await create('Project', 'y');
  await create('Task', 'x-1', 'projectTasksId: "x"');
  await create('Budget', 'y-1', 'projectBudgetsId: "y"');
  const both = 'deleteProjects(input: [{ id: "x" }, { id: "y" }])';
  expect(codesOf(await mutate(both))).toEqual(['STILL_REFERENCED']);
  expect(await find('getTask(id: "x-1") { project { id } }')).toEqual({ project: { id: 'x' } });
  dataOf(await remove('Budget', 'y-1'));
  dataOf(await mutate(both));
  expect(await find('getTask(id: "x-1") { id }')).toBeNull();
});

test('a delete that exceeds one transaction hides all its rows from readers at once', async () => {
  await create('Project', 'big');
  for (let part = 0; part < 3; part += 1) {
    const rows = Array.from({ length: 50 }, (_, at) => `{ id: "big-${part}-${at}", projectTasksId: "big" }`);
    dataOf(await mutate(`createTasks(input: [${rows.join(' ')}])`));
  }
  await create('Lead', 'big-lead', 'projectId: "big"');
  await create('Budget', 'big-budget', 'projectBudgetsId: "big"');
  expect(codesOf(await remove('Project', 'big'))).toEqual(['STILL_REFERENCED']);
  expect(await find('getTask(id: "big-2-49") { id }')).toEqual({ id: 'big-2-49' });
  dataOf(await remove('Budget', 'big-budget'));
  expect(dataOf(await remove('Project', 'big'))).toEqual({ deleteProject: { id: 'big' } });
  expect(await find('getProject(id: "big") { id }')).toBeNull();
  expect(
    await find('listTasks(filter: { projectTasksId: { eq: "big" } }) { items { id } totalCount }'),
  ).toEqual({
    items: [],
    totalCount: 0,
  });
  expect(await find('getLead(id: "big-lead") { projectId }')).toEqual({ projectId: null });
  await create('Project', 'big');
  dataOf(await remove('Project', 'big'));
});

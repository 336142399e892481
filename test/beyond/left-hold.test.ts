import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { onDeleteSdl as sdl } from './on-delete-sdl.ts';

// The process of a delete dies while the delete holds its row. A hold is given up after 30 seconds.

let api: TestApi;
/** Milliseconds by which the platform's clock is ahead. */
let ahead = 0;
/** Whether a process dies as soon as it holds a row. */
let dies = false;
let isDead = false;
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    now: () => Date.now() + ahead,
    through: (send) => async (command, options) => {
      if (isDead) throw new Error('The process is dead.');
      const sent = await send(command, options);
      isDead = dies && command.name === 'UpdateItem' && JSON.stringify(command).includes('"__held"');
      return sent;
    },
  });
});
afterAll(() => api.close());

const mutate = (field: string): Promise<Answer> => api.ask('alice', `mutation { ${field} { id } }`);
const find = async (field: string): Promise<unknown> =>
  dataOf(await api.ask('alice', `{ found: ${field} }`))['found'];

/** Creates a project whose delete has died while it held the project, 31 seconds ago. */
async function leaveHeld(id: string): Promise<void> {
  dataOf(await mutate(`createProject(input: { id: "${id}" })`));
  dies = true;
  expect(codesOf(await mutate(`deleteProject(input: { id: "${id}" })`))).not.toEqual([]);
  expect(isDead).toBe(true);
  [dies, isDead] = [false, false];
  ahead += 31_000;
}

test.each([
  ['that is created', 'createBudget(input: { id: "new", projectBudgetsId: "one" })', 'one'],
  [
    'with a unique value that is created',
    'createTask(input: { id: "new", code: "c", projectTasksId: "two" })',
    'two',
  ],
])('a child %s ends the hold of a dead delete', async (_title, create, id) => {
  await leaveHeld(id);
  dataOf(await mutate(create));
  expect(await find(`getProject(id: "${id}") { id }`)).toEqual({ id });
});

test('a child that moves to a row ends the hold of a dead delete', async () => {
  await leaveHeld('three');
  dataOf(await mutate('createBudget(input: { id: "moves" })'));
  dataOf(await mutate('updateBudget(input: { id: "moves", projectBudgetsId: "three" })'));
});

test('a delete takes over the hold of a dead delete', async () => {
  await leaveHeld('four');
  dataOf(await mutate('deleteProject(input: { id: "four" })'));
  expect(await find('getProject(id: "four") { id }')).toBeNull();
});

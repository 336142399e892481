import { openTestApi, type Answer, type TestApi } from '../api.ts';

/** 20 tasks of 20 people in 4 projects. Each task has 5 comments, and each comment has an author of its own. */
const people = Array.from({ length: 120 }, (_, n) => ({ id: `person-${n}`, name: `Person ${n}` }));
const projects = Array.from({ length: 4 }, (_, n) => ({ id: `project-${n}`, name: `Project ${n}` }));
const tasks = Array.from({ length: 20 }, (_, n) => ({
  id: `task-${n}`,
  title: `Task ${n}`,
  projectId: `project-${n % 4}`,
  assigneeId: `person-${n}`,
}));
const comments = tasks.flatMap((task, at) =>
  Array.from({ length: 5 }, (_, n) => ({
    id: `${task.id}-comment-${n}`,
    taskId: task.id,
    authorId: `person-${20 + 5 * at + n}`,
    body: `Comment ${n}`,
  })),
);

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({
    seed: { rows: { acme: { Person: people, Project: projects, Task: tasks, Comment: comments } } },
  });
});
afterAll(() => api.close());

const page = (more = '', ofComment = ''): Promise<Answer> =>
  api.ask(
    'alice',
    `{ listTasks(limit: 20) { items {
      id assignee { id } ${more}
      comments(limit: 5) { items { id task { id title } ${ofComment} } }
    } } }`,
  );
const namesOf = ({ calls }: Answer): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { command } of calls) counts[command.name] = (counts[command.name] ?? 0) + 1;
  return counts;
};

test('a page of 20 tasks with assignees, 5 comments each and the task of each comment takes 22 DynamoDB calls', async () => {
  const answer = await page();
  expect(answer.errors).toEqual([]);
  const { items } = answer.data?.['listTasks'] as { items: PageItem[] };
  expect(items).toHaveLength(20);
  for (const { id, assignee, comments } of items) {
    expect(assignee.id).toBe(id.replace('task', 'person'));
    expect(comments.items.map(({ task }) => task.id)).toEqual([id, id, id, id, id]);
  }
  expect(namesOf(answer)).toEqual({ Query: 21, BatchGetItem: 1 });
});

test("reading each task's project takes no further call: it is in the batch of the assignees", async () => {
  const answer = await page('project { name }');
  expect(answer.errors).toEqual([]);
  expect(namesOf(answer)).toEqual({ Query: 21, BatchGetItem: 1 });
});

test("reading each comment's author takes one further call for all of them", async () => {
  const answer = await page('project { name }', 'author { name }');
  expect(answer.errors).toEqual([]);
  expect(namesOf(answer)).toEqual({ Query: 21, BatchGetItem: 2 });
});

interface PageItem {
  readonly id: string;
  readonly assignee: { readonly id: string };
  readonly comments: { readonly items: readonly { readonly task: { readonly id: string } }[] };
}

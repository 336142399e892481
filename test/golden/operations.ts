const IN_TASK =
  '{ title: "A task with a title", projectId: "project-1", assigneeId: "person-1", dueDate: "2026-12-24" }';
const CREATE_COMMENT =
  'mutation { createComment(input: { taskId: "task-3", authorId: "person-3", body: "A remark" }) { id } }';

/** The operations whose units docs/costs.md has, on the rows of `sample-rows.ts`, by the names that the page gives them. */
export const OPERATIONS = {
  'get a task': '{ getTask(id: "task-1") { id title status } }',
  'list 50 tasks': '{ listTasks(limit: 50) { items { id title status dueDate } } }',
  'page of 20 tasks with assignees, comments and their tasks':
    '{ listTasks(limit: 20) { items { id assignee { name } comments(limit: 5) { items { id body task { title } } } } } }',
  'create a task': `mutation { createTask(input: ${IN_TASK}) { id } }`,
  'create a comment': CREATE_COMMENT,
  'create a person': 'mutation { createPerson(input: { name: "A person" }) { id } }',
  'update a title': 'mutation { updateTask(input: { id: "task-2", title: "Another" }) { id } }',
  'delete a task': 'mutation { deleteTask(input: { id: "task-40" }) { id } }',
  'create a project, with @audit': 'mutation { createProject(input: { name: "A project" }) { id } }',
} as const satisfies Readonly<Record<string, string>>;

export type Operation = keyof typeof OPERATIONS;

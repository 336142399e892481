const number = (value: number, digits: number): string => String(value).padStart(digits, '0');

const people = Array.from({ length: 120 }, (_, n) => ({ id: `person-${number(n, 3)}`, name: `Person ${n}` }));
const projects = Array.from({ length: 4 }, (_, n) => ({ id: `project-${n}`, name: `Project ${n}` }));
const tasks = Array.from({ length: 1_000 }, (_, n) => ({
  id: `task-${number(n, 4)}`,
  title: `A task with a title of a usual length, number ${n}`,
  status: 'TODO',
  dueDate: '2026-12-24',
  projectId: `project-${n % 4}`,
  assigneeId: `person-${number(n % 120, 3)}`,
}));
const comments = tasks.slice(0, 50).flatMap(({ id: taskId }, at) =>
  Array.from({ length: 5 }, (_, n) => ({
    id: `${taskId}-comment-${n}`,
    taskId,
    authorId: `person-${number((at + n) % 120, 3)}`,
    body: `A remark that somebody wrote about the task, number ${n}`,
    createdAt: `2026-11-30T00:00:0${n}.000Z`,
  })),
);

/** The rows of each tenant, by type. All scenarios read them. */
export const ROWS = { Person: people, Project: projects, Task: tasks, Comment: comments };

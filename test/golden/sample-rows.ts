/** Rows of the fixture's schema, by which units are measured: 50 tasks of 4 projects and 50 people, with 5 comments each. */
export const people = Array.from({ length: 120 }, (_, n) => ({ id: `person-${n}`, name: `Person ${n}` }));
export const projects = Array.from({ length: 4 }, (_, n) => ({ id: `project-${n}`, name: `Project ${n}` }));
export const tasks = Array.from({ length: 50 }, (_, n) => ({
  id: `task-${n}`,
  title: `A task with a title of a usual length, number ${n}`,
  status: 'TODO',
  dueDate: '2026-12-24',
  projectId: `project-${n % 4}`,
  assigneeId: `person-${n}`,
}));
export const comments = tasks.flatMap((task, at) =>
  Array.from({ length: 5 }, (_, n) => ({
    id: `${task.id}-comment-${n}`,
    taskId: task.id,
    authorId: `person-${(20 + 5 * at + n) % 120}`,
    body: `A remark that somebody wrote about the task, number ${n}`,
  })),
);

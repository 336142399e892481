import type { CustomQuery } from '../generated/resolvers.ts';

export const Query: CustomQuery = {
  /** Returns the caller's card. In this sample a person's id is the username of their sign-in. */
  myCard: (_root, _args, { scope, store }) => store.Person.get({ id: scope.caller.username }),

  /** Counts only the tasks that the caller may see. */
  async projectReport(_root, { id }, { store }) {
    const project = await store.Project.get({ id });
    if (!project) return null;
    const { rows } = await store.Task.query('byProject', { projectId: id }, { limit: 1000 });
    const today = new Date().toISOString().slice(0, 10);
    const open = rows.filter(({ status }) => status !== 'DONE');
    return {
      name: project.name,
      tasks: rows.length,
      done: rows.length - open.length,
      late: open.filter(({ dueDate }) => (dueDate ?? today) < today).length,
    };
  },
};

import type { CustomProject } from '../generated/resolvers.ts';

export const Project: CustomProject = {
  async progress(project, { decimals }, { store, refuse }) {
    if (decimals < 0 || decimals > 20)
      refuse('The argument "decimals" must lie between 0 and 20.', { code: 'INVALID_ARGUMENTS' });
    const { rows } = await store.Task.query('byProject', { projectId: project.id }, { limit: 1000 });
    const done = rows.filter((task) => task.status === 'DONE').length;
    return rows.length === 0 ? 0 : Number(((100 * done) / rows.length).toFixed(decimals));
  },
};

import type { CustomMutation } from '../generated/resolvers.ts';

export const Mutation: CustomMutation = {
  /** Numbers the tasks of the tenant. No number is used twice. A task that is refused leaves a gap. */
  addTask: (_root, { input }, { scope, store }) =>
    store.transact(async (transaction) => {
      const number = await transaction.next('Task');
      const prefix = scope.tenantId.toUpperCase();
      return transaction.Task.create({ ...input, number: `${prefix}-${number}` });
    }),

  /** Refuses a second closing by a condition, also if two requests close the project at the same moment. */
  closeProject: (_root, { id }, { store }) =>
    store.Project.update({ id, status: 'CLOSED' }, { when: { status: { eq: 'OPEN' } } }),
};

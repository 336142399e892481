import type { CustomMutation } from '../generated/resolvers.ts';

export const Mutation: CustomMutation = {
  /** The number and the task are committed together: no number is lost, none is given twice. */
  addTask: (_root, { input }, { scope, store }) =>
    store.transact(async (transaction) => {
      const number = await transaction.next('Task');
      const prefix = scope.tenantId.toUpperCase();
      return transaction.Task.create({ ...input, number: `${prefix}-${number}` });
    }),

  /** The condition refuses a second closing, also when two close at the same moment. */
  closeProject: (_root, { id }, { store }) =>
    store.Project.update({ id, status: 'CLOSED' }, { when: { status: { eq: 'OPEN' } } }),
};

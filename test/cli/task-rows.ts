import type { RowType } from '../../src/cli/smoke/rows.ts';

/** A type whose rows have no field to fill. */
export const TASK_ROWS: RowType = {
  name: 'Task',
  create: 'createTask',
  get: 'getTask',
  list: 'listTasks',
  remove: 'deleteTask',
  listen: 'onCreateTask',
  input: 'CreateTaskInput',
  row: () => ({}),
};

import DataLoader from 'dataloader';

import { commentsOf, create, createAll, get, getAll, list, update, type ListArguments } from './rows.ts';
import type { Row } from './new-row.ts';

export interface Context {
  readonly tenant: string;
  /** Reads a row by id. */
  readonly load: (type: string, id: string) => Promise<Row | null>;
}

/** Returns a context that reads each row by a call of its own, as naive resolvers do. */
export function naiveContext(tenant: string): Context {
  return { tenant, load: (type, id) => get(tenant, type, id) };
}

/** Returns a context that reads the rows of one moment together, each once. */
export function batchedContext(tenant: string): Context {
  const loaders = new Map<string, DataLoader<string, Row | null>>();
  return {
    tenant,
    load(type, id) {
      const loader =
        loaders.get(type) ?? new DataLoader<string, Row | null>((ids) => getAll(tenant, type, ids));
      loaders.set(type, loader);
      return loader.load(id);
    },
  };
}

interface Input<Value> {
  readonly input: Value;
}

/** The resolvers of the operations that the bench asks for. */
export const resolvers = {
  Query: {
    getTask: (_: unknown, { id }: { readonly id: string }, { load }: Context) => load('Task', id),
    listTasks: (_: unknown, given: ListArguments, { tenant }: Context) => list(tenant, 'Task', given),
  },
  Mutation: {
    createTask: (_: unknown, { input }: Input<Row>, { tenant }: Context) => create(tenant, 'Task', input),
    createTasks: (_: unknown, { input }: Input<readonly Row[]>, { tenant }: Context) =>
      createAll(tenant, 'Task', input),
    updateTask: (_: unknown, { input }: Input<Row>, { tenant }: Context) => update(tenant, 'Task', input),
  },
  Task: {
    project: ({ projectId }: Row, _: unknown, { load }: Context) => load('Project', String(projectId)),
    assignee: ({ assigneeId }: Row, _: unknown, { load }: Context) => load('Person', String(assigneeId)),
    comments: ({ id }: Row, given: ListArguments, { tenant }: Context) =>
      commentsOf(tenant, String(id), given),
  },
  Comment: {
    task: ({ taskId }: Row, _: unknown, { load }: Context) => load('Task', String(taskId)),
  },
};

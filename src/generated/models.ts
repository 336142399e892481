// Written by `npm run codegen`.
import type { Scope } from '../tenant/index.ts';
import type { Refuse, TypedStore } from '../engine/index.ts';
import type { Address, ProjectStatus, TaskStatus } from './resolvers.ts';

export interface CommentRow {
  readonly id: string;
  readonly body: string;
  readonly taskId: string;
  readonly authorId?: string | null;
  readonly createdAt: string;
  readonly owner?: string | null;
  readonly updatedAt: string;
}
export interface CommentKey {
  readonly id: string;
}
export interface CommentCreate {
  readonly id?: string | null;
  readonly body: string;
  readonly taskId: string;
  readonly authorId?: string | null;
  readonly createdAt?: string | null;
  readonly owner?: string | null;
  readonly updatedAt?: string | null;
}
export interface CommentUpdate {
  readonly id: string;
  readonly body?: string | null;
  readonly taskId?: string | null;
  readonly authorId?: string | null;
  readonly createdAt?: string | null;
  readonly owner?: string | null;
  readonly updatedAt?: string | null;
}
export interface CommentTypes {
  readonly row: CommentRow;
  readonly key: CommentKey;
  readonly create: CommentCreate;
  readonly update: CommentUpdate;
  readonly delete: CommentKey;
  readonly indexes: {
    readonly 'byTask': { readonly taskId: string };
  };
}

export interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly colour?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface LabelKey {
  readonly id: string;
}
export interface LabelCreate {
  readonly id?: string | null;
  readonly name: string;
  readonly colour?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface LabelUpdate {
  readonly id: string;
  readonly name?: string | null;
  readonly colour?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface LabelTypes {
  readonly row: LabelRow;
  readonly key: LabelKey;
  readonly create: LabelCreate;
  readonly update: LabelUpdate;
  readonly delete: LabelKey;
  readonly indexes: {
  };
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface PersonKey {
  readonly id: string;
}
export interface PersonCreate {
  readonly id?: string | null;
  readonly name: string;
  readonly email?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface PersonUpdate {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface PersonTypes {
  readonly row: PersonRow;
  readonly key: PersonKey;
  readonly create: PersonCreate;
  readonly update: PersonUpdate;
  readonly delete: PersonKey;
  readonly indexes: {
  };
}

export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly status: ProjectStatus;
  readonly dueDate?: string | null;
  readonly budget?: number | null;
  readonly address?: Address | null;
  readonly attachment?: string | null;
  readonly owner?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface ProjectKey {
  readonly id: string;
}
export interface ProjectCreate {
  readonly id?: string | null;
  readonly name: string;
  readonly description?: string | null;
  readonly status?: ProjectStatus | null;
  readonly dueDate?: string | null;
  readonly budget?: number | null;
  readonly address?: Address | null;
  readonly attachment?: string | null;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface ProjectUpdate {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: ProjectStatus | null;
  readonly dueDate?: string | null;
  readonly budget?: number | null;
  readonly address?: Address | null;
  readonly attachment?: string | null;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface ProjectTypes {
  readonly row: ProjectRow;
  readonly key: ProjectKey;
  readonly create: ProjectCreate;
  readonly update: ProjectUpdate;
  readonly delete: ProjectKey;
  readonly indexes: {
    readonly 'byStatus': { readonly status: ProjectStatus };
  };
}

export interface TaskRow {
  readonly id: string;
  readonly number?: string | null;
  readonly title: string;
  readonly status: TaskStatus;
  readonly dueDate?: string | null;
  readonly estimate?: number | null;
  readonly projectId: string;
  readonly assigneeId?: string | null;
  readonly photos?: readonly (string)[] | null;
  readonly owner?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface TaskKey {
  readonly id: string;
}
export interface TaskCreate {
  readonly id?: string | null;
  readonly number?: string | null;
  readonly title: string;
  readonly status?: TaskStatus | null;
  readonly dueDate?: string | null;
  readonly estimate?: number | null;
  readonly projectId: string;
  readonly assigneeId?: string | null;
  readonly photos?: readonly (string)[] | null;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface TaskUpdate {
  readonly id: string;
  readonly number?: string | null;
  readonly title?: string | null;
  readonly status?: TaskStatus | null;
  readonly dueDate?: string | null;
  readonly estimate?: number | null;
  readonly projectId?: string | null;
  readonly assigneeId?: string | null;
  readonly photos?: readonly (string)[] | null;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface TaskTypes {
  readonly row: TaskRow;
  readonly key: TaskKey;
  readonly create: TaskCreate;
  readonly update: TaskUpdate;
  readonly delete: TaskKey;
  readonly indexes: {
    readonly 'byStatus': { readonly status: TaskStatus };
    readonly 'byProject': { readonly projectId: string };
    readonly 'byAssignee': { readonly assigneeId: string };
  };
}

export interface TaskLabelRow {
  readonly id: string;
  readonly labelId: string;
  readonly taskId: string;
  readonly owner?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface TaskLabelKey {
  readonly id: string;
}
export interface TaskLabelCreate {
  readonly id?: string | null;
  readonly labelId: string;
  readonly taskId: string;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface TaskLabelUpdate {
  readonly id: string;
  readonly labelId?: string | null;
  readonly taskId?: string | null;
  readonly owner?: string | null;
  readonly createdAt?: string | null;
  readonly updatedAt?: string | null;
}
export interface TaskLabelTypes {
  readonly row: TaskLabelRow;
  readonly key: TaskLabelKey;
  readonly create: TaskLabelCreate;
  readonly update: TaskLabelUpdate;
  readonly delete: TaskLabelKey;
  readonly indexes: {
    readonly 'byLabel': { readonly labelId: string };
    readonly 'byTask': { readonly taskId: string };
  };
}

/** By model: what its table takes and gives. */
export interface Models {
  readonly Comment: CommentTypes;
  readonly Label: LabelTypes;
  readonly Person: PersonTypes;
  readonly Project: ProjectTypes;
  readonly Task: TaskTypes;
  readonly TaskLabel: TaskLabelTypes;
}

/** What every resolver gets as its third argument. */
export interface Context {
  readonly scope: Scope;
  readonly store: TypedStore<Models>;
  readonly requestId: string;
  /** Ends the field with a sentence for the client, and a code: BAD_USER_INPUT by default. */
  readonly refuse: Refuse;
}

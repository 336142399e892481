/** The place of a Problem: file, line and column. Lines and columns are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A mistake in a schema, a resolver map or a configuration.
 * Problems are collected and shown together. An `error` stops the start, a `warning` does not.
 */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** A stable code in kebab case: `unknown-model`. */
  readonly code: string;
  /** A sentence that names the type and field: `Task.project: @belongsTo points at "Projet", which is not a @model.` */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly at?: Place;
}

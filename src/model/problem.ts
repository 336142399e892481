/** Where a Problem is: file, line and column, both counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A mistake in a schema, a resolver map or a configuration. Problems are collected and shown together;
 * an `error` stops the start, a `warning` does not.
 */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** kebab-case, stable, e.g. `unknown-model`. */
  readonly code: string;
  /** A sentence that names the type and field, e.g. `Task.project: @belongsTo points at "Projet", which is not a @model.` */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly at?: Place;
}

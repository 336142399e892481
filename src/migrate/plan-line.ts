/** One thing that a change of the schema does, and what to do about it. */
export interface PlanLine {
  /**
   * `problem`: rows that exist become unreadable or unreachable. `apply`: what `schema:apply` and `npm start` do to the rows.
   * `table`: what the deployment does to the table. `breaking`, `dangerous`: for clients, in the words of graphql-js.
   */
  readonly kind: 'problem' | 'apply' | 'table' | 'breaking' | 'dangerous';
  /** Stable, for programs. */
  readonly code: string;
  /** The type, field or index: `Task`, `Task.title`, `Task#byProject`; empty for the whole. */
  readonly at: string;
  readonly message: string;
  readonly action: string;
}

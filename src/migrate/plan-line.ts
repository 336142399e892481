/** One effect of a change of the schema, and what to do about it. */
export interface PlanLine {
  /**
   * The kind of the effect.
   * `problem`: existing rows become unreadable or unreachable.
   * `apply`: what `schema:apply` and `npm start` do to the rows.
   * `table`: what the deployment does to the table.
   * `breaking`, `dangerous`: the effect on clients, in the words of graphql-js.
   */
  readonly kind: 'problem' | 'apply' | 'table' | 'breaking' | 'dangerous';
  /** A stable code, for programs. */
  readonly code: string;
  /** The type, field or index: `Task`, `Task.title`, `Task#byProject`. Empty for the whole. */
  readonly at: string;
  readonly message: string;
  readonly action: string;
}

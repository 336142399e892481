/** The files of the tenant, as the context of a request has them. */
export interface Files {
  /** Returns the file with an id, or null if it does not exist. All calls of one tick are one batch. */
  load(id: string): Promise<object | null>;
}

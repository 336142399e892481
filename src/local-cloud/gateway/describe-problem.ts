/** Returns the text of a thrown value for the log, with the stack if there is one. */
export function describeProblem(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}

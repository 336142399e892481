import { orAborted, Refusal } from '../tenant/index.ts';

/**
 * Awaits work until the deadline.
 * @throws {Refusal} TIMEOUT if the deadline passes first
 */
export function withinDeadline<Result>(deadline: AbortSignal, work: Promise<Result>): Promise<Result> {
  return orAborted(
    work,
    deadline,
    () => new Refusal('TIMEOUT', 'The request took too long: try again, or ask for less at once.'),
  );
}

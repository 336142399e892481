import type { Answer } from '../api.ts';

/** Returns the code of the first error of an answer, or null if there is none. */
export function codeOf({ errors }: Answer): unknown {
  return errors[0]?.extensions['code'] ?? null;
}

/** Returns the code and the message of the first error of an answer, or null if there is none. */
export function refusalOf(answer: Answer): string | null {
  return answer.errors[0] ? `${String(codeOf(answer))}: ${answer.errors[0].message}` : null;
}

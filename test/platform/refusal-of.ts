import type { Answer } from '../api.ts';

/** The code of the first error of an answer, or null when there is none. */
export function codeOf({ errors }: Answer): unknown {
  return errors[0]?.extensions['code'] ?? null;
}

/** Its code and its words. */
export function refusalOf(answer: Answer): string | null {
  return answer.errors[0] ? `${String(codeOf(answer))}: ${answer.errors[0].message}` : null;
}

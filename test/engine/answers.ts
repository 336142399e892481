import type { Answer } from '../api.ts';

export type Item = Readonly<Record<string, unknown>>;

/** Returns the data of an answer; expects no errors. */
export function dataOf(answer: Answer): Readonly<Record<string, unknown>> {
  expect(answer.errors).toEqual([]);
  return answer.data ?? {};
}

/** Returns the page in an answer whose query has one field. */
export function pageOf(answer: Answer): {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
} {
  const [page] = Object.values(dataOf(answer));
  return page as { items: Item[]; nextToken: string | null };
}

export function idsOf(answer: Answer): unknown[] {
  return pageOf(answer).items.map(({ id }) => id);
}

/** Returns the codes of the errors in their order. */
export function codesOf({ errors }: Answer): unknown[] {
  return errors.map(({ extensions }) => extensions['code']);
}

export function messagesOf({ errors }: Answer): string[] {
  return errors.map(({ message }) => message);
}

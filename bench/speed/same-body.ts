import { isDeepStrictEqual } from 'node:util';

/** Compares the data of two answers. @throws {Error} if they differ or one has errors */
export function sameBody(name: string, body: string, ours: string): void {
  const [theirs, own] = [body, ours].map((text) => JSON.parse(text) as { data?: unknown; errors?: unknown });
  if (own?.errors || !isDeepStrictEqual(theirs?.data, own?.data))
    throw new Error(`The answer of ${name} differs:\n  ${body.slice(0, 400)}\n  ours: ${ours.slice(0, 400)}`);
}

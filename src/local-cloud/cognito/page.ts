import { CognitoError } from './cognito-error.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the next page. Undefined on the last page. */
  readonly next: string | undefined;
}

/** Returns a page of a list, in the order of `keyOf`. The token is the key of the last item shown. */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { limit = 60, token }: { limit?: number | undefined; token?: string | undefined },
): Page<Item> {
  if (limit < 1 || limit > 60) {
    throw new CognitoError('InvalidParameterException', 'The limit must be between 1 and 60.');
  }
  const after = token === undefined ? null : keyIn(token);
  const rest = all
    .filter((item) => after === null || keyOf(item) > after)
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const next =
    rest.length > limit && last ? Buffer.from(JSON.stringify([keyOf(last)])).toString('base64') : undefined;
  return { items, next };
}

function keyIn(token: string): string {
  try {
    const json: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (Array.isArray(json) && typeof json[0] === 'string') return json[0];
  } catch {
    // Falls through: every invalid token gets the same answer.
  }
  throw new CognitoError('InvalidParameterException', 'Invalid pagination token.');
}

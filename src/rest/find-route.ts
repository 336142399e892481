import { readText } from './reading/read-text.ts';
import { refused } from './rest-error.ts';
import type { RestRequest } from './rest-request.ts';
import type { Matched } from './router.ts';
import type { Method, Route } from './route.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A route that a request matches, with the values of its path. */
export interface Found {
  readonly route: Route;
  readonly key: Readonly<Record<string, unknown>>;
}

/**
 * Finds the route of a request below `/v1`. HEAD is answered as GET.
 * @throws {RestError} NOT_FOUND, or BAD_REQUEST with the status 405 or 400
 */
export function findRoute(
  { method, path }: Pick<RestRequest, 'method' | 'path'>,
  match: (segments: readonly string[]) => Matched | null,
): Found {
  const [, version, ...segments] = path.replace(/\/$/, '').split('/');
  const matched = version === 'v1' ? match(segments) : null;
  if (!matched)
    throw refused('NOT_FOUND', 'Nothing is at this address: /rest/openapi.json lists every address.');
  const asked = METHODS.find((one) => one === (method === 'HEAD' ? 'GET' : method));
  const route = asked && matched.routes.get(asked);
  if (!route) {
    const allowed = [...matched.routes.keys()].flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
    throw refused('BAD_REQUEST', `This address answers ${allowed.join(', ')} only.`, {
      status: 405,
      headers: { allow: allowed.join(', ') },
    });
  }
  return { route, key: readKey(route, matched.texts) };
}

function readKey({ pathParameters }: Route, texts: readonly string[]): Found['key'] {
  return Object.fromEntries(
    pathParameters.map(({ name, type }, place) => {
      const read = readText(decoded(texts[place] ?? ''), type);
      // A text that is no value of the key names no row.
      if ('why' in read) throw refused('NOT_FOUND', `There is no item whose ${name} is this: ${read.why}`);
      return [name, read.value];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('BAD_REQUEST', 'The path is not percent-encoded UTF-8.');
  }
}

/** The path and the parsed query of a request line, as the client sent the path. */
export interface RequestTarget {
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Returns the path of a request. Returns null if it names no path on this server, as in `OPTIONS *`. */
export function pathOf(url: string): string | null {
  const path = (url.replace(/^https?:\/\/[^/?]*/i, '').split('?', 1)[0] ?? '') || '/';
  return path.startsWith('/') ? path : null;
}

/**
 * Reads the query of a request. Returns null if its percent encoding is invalid. REST APIs decode parameters
 * before they pass them on (API Gateway, important notes).
 */
export function readQuery(url: string): ReadonlyMap<string, readonly string[]> | null {
  const start = url.indexOf('?');
  const query = new Map<string, string[]>();
  if (start < 0) return query;
  for (const pair of url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) return null;
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
}

/** Decodes a part of a query. Returns null if it is not percent-encoded UTF-8. */
function decode(text: string): string | null {
  return decodePart(text.replaceAll('+', ' '));
}

/** Decodes a path segment. Returns null if it is not percent-encoded UTF-8. */
export function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

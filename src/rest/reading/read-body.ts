import { isTooDeep, MAX_BODY } from '../../server/index.ts';

import { refused } from '../rest-error.ts';
import type { RestRequest } from '../rest-request.ts';
import type { Method } from '../route.ts';

const JSON_TYPE = 'application/json';
/** The media type of a change that RFC 7386 describes. */
const MERGE_PATCH = 'application/merge-patch+json';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns whether a value of JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the body of a request: a JSON object. Without a body it is empty if the route needs none.
 * @throws {RestError} UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE or BAD_REQUEST
 */
export function readBody(
  { body, header }: Pick<RestRequest, 'body' | 'header'>,
  method: Method,
  isOptional: boolean,
): JsonObject {
  const text = body ?? '';
  if (text.trim() === '' && isOptional) return {};
  requireMediaType(header, method);
  if (Buffer.byteLength(text) > MAX_BODY)
    throw refused('PAYLOAD_TOO_LARGE', `The body is larger than ${MAX_BODY} bytes.`);
  const parsed = parse(text);
  // Before any function descends into it.
  if (isTooDeep(parsed)) throw refused('BAD_REQUEST', 'The body nests too deeply.');
  if (isJsonObject(parsed)) return parsed;
  throw refused('BAD_REQUEST', 'The body must be a JSON object.');
}

function requireMediaType(header: RestRequest['header'], method: Method): void {
  const encoding = header('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity')
    throw refused(
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the body without compression: the header "content-encoding" is not supported.',
      { headers: { 'accept-encoding': 'identity' } },
    );
  const given = header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const allowed = method === 'PATCH' ? [JSON_TYPE, MERGE_PATCH] : [JSON_TYPE];
  if (given !== undefined && allowed.includes(given)) return;
  const types = allowed.join(', ');
  throw refused('UNSUPPORTED_MEDIA_TYPE', `Send the body as JSON, with a "content-type" of: ${types}.`, {
    headers: method === 'PATCH' ? { 'accept-patch': types } : { 'accept-post': types },
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('BAD_REQUEST', 'The body is not valid JSON.');
  }
}

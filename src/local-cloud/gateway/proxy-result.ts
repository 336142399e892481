import type { Answer } from './answer.ts';
import { isRecord } from './is-record.ts';
import { maxInvocationBytes } from './limits.ts';

/**
 * Headers that are sent as `x-amzn-remapped-…`, because the gateway sets them itself (API Gateway, important
 * notes).
 */
const remapped = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'host',
  'max-forwards',
  'server',
  'trailer',
  'user-agent',
  'www-authenticate',
]);

/** Headers that belong to one connection, never to the answer (RFC 9110, 7.6.1). */
const dropped = new Set(['keep-alive', 'te', 'transfer-encoding', 'upgrade']);

/**
 * Reads the result of a handler (API Gateway, "Output format of a Lambda function for proxy integration").
 * Returns a message for the log if it is malformed; the client then gets a 502.
 */
export function readProxyResult(result: unknown): Answer | string {
  if (!isRecord(result)) return 'The answer is not an object.';
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result;
  const status =
    typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    return 'The answer has no "statusCode" from 200 to 599.';
  }
  if (!isAbsent(body) && typeof body !== 'string') return 'The "body" is not a string: use JSON.stringify.';
  const single = readHeaders(headers, isScalar);
  const multiple = readHeaders(multiValueHeaders, (value) => Array.isArray(value) && value.every(isScalar));
  if (single === null) return 'The "headers" are not a map of names to strings, numbers or booleans.';
  if (multiple === null) return 'The "multiValueHeaders" are not a map of names to lists of strings.';
  const bytes = Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8');
  if (Buffer.byteLength(body ?? '') > maxInvocationBytes)
    return 'The "body" is more than the 6 MB of Lambda.';
  return { status, headers: answeredHeaders(merge(multiple, single)), body: bytes };
}

type Headers = readonly (readonly [name: string, value: string])[];

/** Merges both maps. A pair in both is sent once (same page, "merges them into a single list"). */
function merge(multiple: Headers, single: Headers): Headers {
  const given = new Set(multiple.map(([name, value]) => JSON.stringify([name.toLowerCase(), value])));
  return [
    ...multiple,
    ...single.filter(([name, value]) => !given.has(JSON.stringify([name.toLowerCase(), value]))),
  ];
}

function answeredHeaders(headers: Headers): Headers {
  const sent = headers
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(
      ([name, value]) =>
        [remapped.has(name.toLowerCase()) ? `x-amzn-remapped-${name}` : name, value] as const,
    );
  const typed = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return typed ? sent : [['content-type', 'application/json'], ...sent];
}

function readHeaders(map: unknown, valid: (value: unknown) => boolean): Headers | null {
  if (isAbsent(map)) return [];
  if (!isRecord(map)) return null;
  // JSON has no undefined, so such a header does not reach the gateway.
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  if (!entries.every(([, value]) => valid(value))) return null;
  return entries.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as const));
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

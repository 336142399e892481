import type { Call, CallAnswer } from './call.ts';
import { readHeader } from './answers/preconditions.ts';
import { hashTag, isAmong } from './etag.ts';
import type { RestAnswer, RestRequest } from './rest-request.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Writes the answer of a call: its body, its tag, or that the client has it already. */
export function finished(
  { request, route }: Pick<Call, 'request' | 'route'>,
  { status, headers = {}, value, etag: given }: CallAnswer,
): RestAnswer {
  const body = value === undefined ? '' : JSON.stringify(value);
  const isRead = route.root === 'Query';
  const etag = given === undefined && isRead ? hashTag(body) : (given ?? null);
  const tagged = etag === null ? headers : { ...headers, etag };
  if (isRead && etag !== null && isKnown(request, etag)) return { status: 304, headers: tagged, body: '' };
  const typed = value === undefined ? tagged : { 'content-type': JSON_TYPE, ...tagged };
  return { status, headers: typed, body: request.method === 'HEAD' ? '' : body };
}

function isKnown({ header }: RestRequest, etag: string): boolean {
  const tags = readHeader(header, 'if-none-match');
  return tags !== null && isAmong(tags, etag);
}

import { STATUS_CODES } from 'node:http';

import type { RestAnswer } from './rest-request.ts';
import type { RestError } from './rest-error.ts';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/**
 * Returns an error as a problem (RFC 9457). Its type is the address of the page about its code.
 * @param base the path of the API as the client sees it: `/api/rest`
 */
export function problemAnswer(
  { status, code, message, members, headers }: RestError,
  { base, requestId }: { readonly base: string; readonly requestId: string },
): RestAnswer {
  const { retryAfter } = members;
  const problem = {
    type: `${base}/errors/${code}`,
    title: titleOf(code, status),
    status,
    detail: message,
    code,
    requestId,
    ...members,
  };
  return {
    status,
    headers: {
      'content-type': PROBLEM_TYPE,
      ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
      ...headers,
    },
    body: JSON.stringify(problem),
  };
}

/** Returns the same title for each problem of a type: `NOT_FOUND` is "Not found". */
export function titleOf(code: string, status: number): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words === '' ? (STATUS_CODES[status] ?? '') : words.charAt(0).toUpperCase() + words.slice(1);
}

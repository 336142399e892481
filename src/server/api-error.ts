import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';

import { isRefusal, Refusal, refusals } from '../tenant/index.ts';

/**
 * Our `errorType` for Apollo's codes of requests that never reach a resolver. Their messages quote only the
 * client's own text.
 */
const requestCodes: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'ValidationException',
  GRAPHQL_VALIDATION_FAILED: 'ValidationException',
  BAD_USER_INPUT: 'ValidationException',
  OPERATION_RESOLUTION_FAILURE: 'ValidationException',
  PERSISTED_QUERY_NOT_SUPPORTED: 'ValidationException',
  BAD_REQUEST: refusals.BAD_REQUEST.errorType,
};

/**
 * Formats an error for the client. A deliberate error stays as it is. Any other becomes INTERNAL with the
 * request id, so that the log can be searched for it.
 */
export function apiError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (isInternal(error)) return { message: internal.message, ...place, extensions: internal.extensions };
  if (unwrapResolverError(error) instanceof Refusal)
    return { message: formatted.message, ...place, extensions: { ...formatted.extensions } };
  const message = isTooDeep(error) ? 'Syntax Error: The document is nested too deeply.' : formatted.message;
  const given = String(formatted.extensions?.['code']);
  const code = given in requestCodes ? given : 'BAD_USER_INPUT';
  return { message, ...place, extensions: { code, errorType: requestCodes[code], errorInfo: null } };
}

/** Returns whether only the log may describe an error. */
export function isInternal(error: unknown): boolean {
  const thrown = unwrapResolverError(error);
  if (isRefusal(thrown)) return thrown.code === 'INTERNAL';
  if (!(thrown instanceof GraphQLError)) return true;
  return !(String(thrown.extensions['code']) in requestCodes || isDeliberate(thrown));
}

/**
 * Returns whether a resolver threw this GraphQLError, or graphql-js raised it for the whole request, which
 * has no path. graphql-js's own errors of a field, such as null for a non-null field, have a path, and nodes
 * or an original error.
 */
function isDeliberate({ originalError, nodes, path }: GraphQLError): boolean {
  return originalError === undefined && (!nodes || path === undefined);
}

/**
 * Returns whether the parser ran out of stack. The parser is recursive: some documents exhaust the stack
 * before they reach the token limit.
 */
function isTooDeep(error: unknown): boolean {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause instanceof Error && cause.name === 'RangeError';
}

const internal = new Refusal(
  'INTERNAL',
  'Something went wrong on our side. Quote the request id when you report it.',
);

/** Returns the refusal of a whole request. Apollo answers it with the HTTP status of its code. */
export function requestRefusal(error: unknown, requestId?: string): Refusal {
  const { code, message } = isRefusal(error) ? error : internal;
  return new Refusal(code, message, { wholeRequest: true, ...(requestId ? { requestId } : {}) });
}

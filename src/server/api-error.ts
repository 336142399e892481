import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';

import { isRefusal, Refusal, refusals } from '../tenant/index.ts';

/**
 * Codes that Apollo gives to requests that never reach a resolver, with our `errorType`; their messages speak of the
 * client's own text.
 */
const requestCodes: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'ValidationException',
  GRAPHQL_VALIDATION_FAILED: 'ValidationException',
  BAD_USER_INPUT: 'ValidationException',
  OPERATION_RESOLUTION_FAILURE: 'ValidationException',
  BAD_REQUEST: refusals.BAD_REQUEST.errorType,
};

/**
 * What a client sees of an error: deliberate ones as they are, anything else as INTERNAL with nothing but
 * the request id to look it up by.
 */
export function apiError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (isInternal(error)) return { message: internal.message, ...place, extensions: internal.extensions };
  if (unwrapResolverError(error) instanceof Refusal)
    return { message: formatted.message, ...place, extensions: { ...formatted.extensions } };
  const message = isTooDeep(error) ? 'Syntax Error: The document nests too deep.' : formatted.message;
  const given = String(formatted.extensions?.['code']);
  const code = given in requestCodes ? given : 'BAD_USER_INPUT';
  return { message, ...place, extensions: { code, errorType: requestCodes[code], errorInfo: null } };
}

/** True for errors that only the log may describe. */
export function isInternal(error: unknown): boolean {
  const thrown = unwrapResolverError(error);
  if (isRefusal(thrown)) return thrown.code === 'INTERNAL';
  if (!(thrown instanceof GraphQLError)) return true;
  return !(String(thrown.extensions['code']) in requestCodes || isDeliberate(thrown));
}

/**
 * A GraphQLError that a resolver threw itself, or that graphql-js has of the request as a whole: that has no path.
 * Its errors of a field, such as null where the schema promises a value, have a path, and nodes or an original error.
 */
function isDeliberate({ originalError, nodes, path }: GraphQLError): boolean {
  return originalError === undefined && (!nodes || path === undefined);
}

/** The parser recurses: some documents exhaust the stack before they have too many tokens. */
function isTooDeep(error: unknown): boolean {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause instanceof Error && cause.name === 'RangeError';
}

const internal = new Refusal(
  'INTERNAL',
  'Something went wrong on our side. Quote the request id when you report it.',
);

/** A refusal of the whole request, which Apollo answers with the code's own HTTP status. */
export function requestRefusal(error: unknown, requestId?: string): Refusal {
  const { code, message } = isRefusal(error) ? error : internal;
  return new Refusal(code, message, { wholeRequest: true, ...(requestId ? { requestId } : {}) });
}

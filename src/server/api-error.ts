import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';

import { Refusal } from '../tenant/index.ts';

/** Codes that Apollo gives to requests that never reach a resolver; their messages speak of the client's own text. */
const requestCodes: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_RESOLUTION_FAILURE',
  BAD_REQUEST: 'BAD_REQUEST',
};

/**
 * What a client sees of an error: deliberate ones as they are, anything else as INTERNAL with nothing but
 * the request id to look it up by.
 */
export function apiError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const thrown = unwrapResolverError(error);
  const { locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (thrown instanceof Refusal)
    return { message: thrown.message, ...place, extensions: { ...formatted.extensions } };
  const code = String(formatted.extensions?.['code']);
  if (code in requestCodes || isDeliberate(thrown)) {
    const known = code in requestCodes ? code : 'BAD_USER_INPUT';
    return {
      message: formatted.message,
      ...place,
      extensions: { code: known, errorType: 'ValidationException', errorInfo: null },
    };
  }
  return { message: internal.message, ...place, extensions: internal.extensions };
}

/** A GraphQLError that a resolver threw itself; graphql-js marks its own by an original error or by a node alone. */
function isDeliberate(thrown: unknown): boolean {
  return thrown instanceof GraphQLError && thrown.originalError === undefined && !thrown.nodes;
}

const internal = new Refusal(
  'INTERNAL',
  'Something went wrong on our side. Quote the request id when you report it.',
);

/** True for errors that only the log may describe. */
export function isInternal(error: unknown): boolean {
  const thrown = unwrapResolverError(error);
  if (thrown instanceof Refusal) return thrown.code === 'INTERNAL';
  return !(thrown instanceof GraphQLError);
}

/** A refusal of the whole request, which Apollo answers with the code's own HTTP status. */
export function requestRefusal(error: unknown): Refusal {
  const { code, message } = error instanceof Refusal ? (error as Refusal) : internal;
  return new Refusal(code, message, { wholeRequest: true });
}

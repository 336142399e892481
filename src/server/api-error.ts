import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';

import { AppRefusal } from '../engine/index.ts';
import { isRefusal, Refusal, refusals, shortened } from '../tenant/index.ts';

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
  if (isInternal(error))
    return { message: internal.message, ...place, extensions: internalExtensions(error) };
  const thrown = unwrapResolverError(error);
  if (isRefusal(thrown) || thrown instanceof AppRefusal)
    return { message: formatted.message, ...place, extensions: { ...formatted.extensions } };
  const message = isTooDeep(error) ? 'Syntax Error: The document is nested too deeply.' : formatted.message;
  const given = String(formatted.extensions?.['code']);
  const code = Object.hasOwn(requestCodes, given) ? given : 'BAD_USER_INPUT';
  return {
    message: shortened(message),
    ...place,
    extensions: { code, errorType: requestCodes[code], errorInfo: null },
  };
}

/** Returns whether only the log may describe an error. */
export function isInternal(error: unknown): boolean {
  const thrown = unwrapResolverError(error);
  if (isRefusal(thrown)) return thrown.code === 'INTERNAL';
  if (thrown instanceof AppRefusal) return false;
  if (!(thrown instanceof GraphQLError)) return true;
  if (isOfField(error)) return !isOfArgument(thrown);
  return !(Object.hasOwn(requestCodes, String(thrown.extensions['code'])) || !thrown.originalError);
}

/** Returns whether an error is of one field, not of the whole request. */
function isOfField(error: unknown): boolean {
  return error instanceof GraphQLError && error.path !== undefined;
}

/**
 * Returns whether graphql-js refused the value of an argument of a field. It then points at the value in the document.
 * Its other errors of a field are about what a resolver returned, and point at the field or at nothing.
 */
function isOfArgument({ nodes = [], originalError }: GraphQLError): boolean {
  const [node] = nodes;
  return originalError === undefined && node !== undefined && node.kind !== Kind.FIELD;
}

/**
 * Errors that a repeated request meets again: those of JavaScript for a mistake in the code, and that of the database on a
 * laptop whose disk is full.
 */
const LASTING: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'DiskFull'];

/** Returns the extensions of INTERNAL. They promise no success of a retry if the same request must fail again. */
function internalExtensions(error: unknown): Readonly<Record<string, unknown>> {
  const { retryable: _, ...lasting } = internal.extensions;
  const thrown = unwrapResolverError(error);
  const repeats =
    thrown instanceof GraphQLError
      ? !isRefusal(thrown) && thrown.originalError === undefined
      : thrown instanceof Error &&
        // fetch() throws a TypeError with a cause when the network fails.
        ((LASTING.includes(thrown.name) && thrown.cause === undefined) || NULL.test(thrown.message));
  return repeats ? lasting : internal.extensions;
}

/** The message of graphql-js for a null where the schema allows none. */
const NULL = /^Cannot return null for non-nullable field /;

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

/**
 * Returns a refusal as a client sees it where no server formats it: without the HTTP status, and with the request id. Any
 * other error becomes INTERNAL.
 */
export function shownRefusal(error: unknown, requestId?: string): GraphQLFormattedError {
  const { message, extensions } = isRefusal(error) ? error : internal;
  const { http: _http, ...shown } = extensions;
  return { message, extensions: { ...shown, ...(requestId ? { requestId } : {}) } };
}

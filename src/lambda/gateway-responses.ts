import { STATUS_CODES } from 'node:http';

import { refusals, type RefusalCode } from '../tenant/index.ts';

import { ERROR_TYPE_HEADER } from './appsync-manners.ts';
import { CORS_HEADERS } from './gateway-settings.ts';

/**
 * A GatewayResponse of API Gateway. Its templates may use `$context` variables, which API Gateway inserts
 * without escaping.
 */
export interface GatewayResponse {
  /** The status. Null keeps the status of the error. */
  readonly statusCode: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The template by media type. API Gateway takes the one that the request's `Accept` names first, or else JSON. */
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * The answers of API Gateway itself, by response type. The last two are the defaults for types that are not
 * named.
 */
export type GatewayResponses = Readonly<
  Record<
    | 'UNAUTHORIZED'
    | 'ACCESS_DENIED'
    | 'MISSING_AUTHENTICATION_TOKEN'
    | 'INVALID_API_KEY'
    | 'THROTTLED'
    | 'QUOTA_EXCEEDED'
    | 'WAF_FILTERED'
    | 'BAD_REQUEST_PARAMETERS'
    | 'BAD_REQUEST_BODY'
    | 'REQUEST_TOO_LARGE'
    | 'INTEGRATION_TIMEOUT'
    | 'DEFAULT_4XX'
    | 'DEFAULT_5XX',
    GatewayResponse
  >
>;

const OURS = 'Something went wrong on our side. Quote the request id when you report it.';

/**
 * Gives API Gateway's own errors the form of all errors of the API, for GraphQL and REST alike. The authorizer's message comes through
 * `$context.authorizer`. It contains no quotation mark or backslash, since API Gateway does not escape it.
 */
export const gatewayResponses: GatewayResponses = {
  UNAUTHORIZED: response(
    'UNAUTHENTICATED',
    'The request carries no token: send an Authorization header with an access token.',
  ),
  ACCESS_DENIED: response('UNAUTHENTICATED', '$context.authorizer.message'),
  // API Gateway's response for an unknown path or method.
  MISSING_AUTHENTICATION_TOKEN: response(
    'NOT_FOUND',
    'Nothing is here, or not by this method: /graphql answers POST and GET, and REST is below /rest/v1.',
    { errorType: 'NotFoundException' },
  ),
  // The authorizer names the key, never the client: this is a fault of the deployment.
  INVALID_API_KEY: response('INTERNAL', OURS),
  THROTTLED: response('THROTTLED', 'The API gets too many requests at the moment: try again in a second.', {
    headers: { 'retry-after': '1' },
  }),
  QUOTA_EXCEEDED: response('QUOTA_EXCEEDED', 'All requests of the plan are used up.', { statusCode: 429 }),
  WAF_FILTERED: response(
    'FORBIDDEN',
    'The firewall refused the request: its network or its content is not allowed, or its sender sent too many.',
  ),
  BAD_REQUEST_PARAMETERS: response('BAD_REQUEST', 'The request lacks a header or a parameter.'),
  BAD_REQUEST_BODY: response('BAD_REQUEST', 'The request cannot be read.'),
  REQUEST_TOO_LARGE: response('PAYLOAD_TOO_LARGE', 'The request is too large: split it into smaller ones.'),
  INTEGRATION_TIMEOUT: response('TIMEOUT', 'The request took longer than 29 seconds.'),
  DEFAULT_4XX: response('BAD_REQUEST', 'The request cannot be read.', { statusCode: null }),
  DEFAULT_5XX: response('INTERNAL', OURS, { statusCode: null }),
};

function response(
  code: RefusalCode,
  message: string,
  more: Partial<Pick<GatewayResponse, 'statusCode' | 'headers'>> & { readonly errorType?: string } = {},
): GatewayResponse {
  const { errorType, status, retryable } = refusals[code];
  const extensions = {
    code,
    errorType: more.errorType ?? errorType,
    errorInfo: null,
    ...(retryable ? { retryable } : {}),
    requestId: '$context.requestId',
  };
  const body = { errors: [{ message, extensions }] };
  const statusCode = more.statusCode === undefined ? status : more.statusCode;
  // The gateway does not know by which door the client came. These are the members of a problem (RFC 9457, section 4.2.1).
  const problem = {
    type: 'about:blank',
    ...(statusCode === null ? {} : { title: STATUS_CODES[statusCode], status: statusCode }),
    ...{ detail: message, code, requestId: '$context.requestId' },
    ...(retryable ? { retryable } : {}),
  };
  return {
    statusCode,
    headers: { 'cache-control': 'no-store', [ERROR_TYPE_HEADER]: code, ...CORS_HEADERS, ...more.headers },
    templates: {
      'application/json': JSON.stringify({ message, ...body, ...problem }),
      'application/graphql-response+json': JSON.stringify(body),
    },
  };
}

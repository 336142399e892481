import type { ServerResponse } from 'node:http';

import type { AuthorizerContext } from './event.ts';

/** The answer of the gateway: headers in order, a name repeated for each value. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /**
   * Set if the gateway itself answers. It contains the authorizer's context, if the authorizer was called.
   */
  readonly error?: { readonly type: ResponseType; readonly authorizer?: AuthorizerContext };
}

/** API Gateway's response types that this gateway uses. */
export type ResponseType =
  | 'ACCESS_DENIED'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'BAD_REQUEST_BODY'
  | 'DEFAULT_4XX'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'REQUEST_TOO_LARGE'
  | 'THROTTLED'
  | 'UNAUTHORIZED';

/** Creates an answer from a text. */
export function answer(status: number, text: string, headers: Answer['headers'] = []): Answer {
  return { status, headers, body: Buffer.from(text) };
}

/** The gateway's own errors, with the body and `x-amzn-errortype` of AWS. */
export const gatewayErrors = {
  badRequest: gatewayError('BAD_REQUEST_BODY', 400, 'BadRequestException', { message: 'Bad Request' }),
  unauthorized: gatewayError('UNAUTHORIZED', 401, 'UnauthorizedException', { message: 'Unauthorized' }),
  unknownRoute: gatewayError('MISSING_AUTHENTICATION_TOKEN', 403, 'MissingAuthenticationTokenException', {
    message: 'Missing Authentication Token',
  }),
  explicitDeny: gatewayError('ACCESS_DENIED', 403, 'AccessDeniedException', {
    Message: 'User is not authorized to access this resource with an explicit deny',
  }),
  implicitDeny: gatewayError('ACCESS_DENIED', 403, 'AccessDeniedException', {
    Message: 'User is not authorized to access this resource',
  }),
  invalidApiKey: gatewayError('INVALID_API_KEY', 403, 'ForbiddenException', { message: 'Forbidden' }),
  requestTooLong: gatewayError('REQUEST_TOO_LARGE', 413, 'RequestTooLargeException', {
    message: 'Request Too Long',
  }),
  // AWS documents no type for it.
  headersTooLong: gatewayError('DEFAULT_4XX', 431, 'BadRequestException', {
    message: 'HTTP header is larger than 10240 bytes.',
  }),
  throttled: gatewayError('THROTTLED', 429, 'TooManyRequestsException', { message: 'Too Many Requests' }),
  authorizerFailed: gatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, 'AuthorizerConfigurationException', {
    message: null,
  }),
  badGateway: gatewayError('INTEGRATION_FAILURE', 502, 'InternalServerErrorException', {
    message: 'Internal server error',
  }),
  timedOut: gatewayError('INTEGRATION_TIMEOUT', 504, 'InternalServerErrorException', {
    message: 'Endpoint request timed out',
  }),
} as const;

function gatewayError(
  type: ResponseType,
  status: number,
  errorType: string,
  body: Readonly<Record<string, string | null>>,
): Answer {
  const headers = [
    ['content-type', 'application/json'],
    ['x-amzn-errortype', errorType],
  ] as const;
  return { ...answer(status, JSON.stringify(body), headers), error: { type } };
}

/**
 * Writes an answer.
 * @throws {Error} if a header's name or value cannot be sent; nothing is written then
 */
export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  const names = new Map<string, [name: string, values: string[]]>();
  for (const [name, value] of headers) {
    const known = names.get(name.toLowerCase());
    if (known === undefined) names.set(name.toLowerCase(), [name, [value]]);
    else known[1].push(value);
  }
  try {
    for (const [name, values] of names.values()) {
      response.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
    }
  } catch (problem) {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    throw problem;
  }
  // Neither may have a body (RFC 9110, 15.3.5 and 15.4.5).
  if (status !== 204 && status !== 304) response.setHeader('content-length', body.byteLength);
  response.writeHead(status);
  response.end(body);
}

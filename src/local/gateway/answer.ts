import type { ServerResponse } from 'node:http';

/** What the gateway sends back: headers in order, a name as often as it has values. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Makes an answer of a text. */
export function answer(status: number, text: string, headers: Answer['headers'] = []): Answer {
  return { status, headers, body: Buffer.from(text) };
}

/** The errors that the gateway answers on its own, with the body and `x-amzn-errortype` of AWS. */
export const gatewayErrors = {
  badRequest: gatewayError(400, 'BadRequestException', { message: 'Bad Request' }),
  unauthorized: gatewayError(401, 'UnauthorizedException', { message: 'Unauthorized' }),
  unknownRoute: gatewayError(403, 'MissingAuthenticationTokenException', {
    message: 'Missing Authentication Token',
  }),
  explicitDeny: gatewayError(403, 'AccessDeniedException', {
    Message: 'User is not authorized to access this resource with an explicit deny',
  }),
  implicitDeny: gatewayError(403, 'AccessDeniedException', {
    Message: 'User is not authorized to access this resource',
  }),
  requestTooLong: gatewayError(413, 'RequestTooLargeException', { message: 'Request Too Long' }),
  headersTooLong: gatewayError(431, 'BadRequestException', {
    message: 'HTTP header is larger than 10240 bytes.',
  }),
  authorizerFailed: gatewayError(500, 'AuthorizerConfigurationException', { message: null }),
  badGateway: gatewayError(502, 'InternalServerErrorException', { message: 'Internal server error' }),
  timedOut: gatewayError(504, 'InternalServerErrorException', { message: 'Endpoint request timed out' }),
} as const;

function gatewayError(status: number, type: string, body: Readonly<Record<string, string | null>>): Answer {
  return answer(status, JSON.stringify(body), [
    ['content-type', 'application/json'],
    ['x-amzn-errortype', type],
  ]);
}

/** Writes an answer. Throws, with nothing written, when a header's name or value cannot be sent. */
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

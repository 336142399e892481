import { refusals, type RefusalCode } from '../tenant/index.ts';

/** A GatewayResponse of API Gateway: its template may use `$context` variables, which are put in as they are. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}

/** The answers of the gateway itself that clients of the API see; the names are API Gateway's response types. */
export type GatewayResponses = Readonly<
  Record<'UNAUTHORIZED' | 'ACCESS_DENIED' | 'REQUEST_TOO_LARGE' | 'INTEGRATION_TIMEOUT', GatewayResponse>
>;

/**
 * Gives them the form of every other error of the API. The authorizer's own words come by
 * `$context.authorizer` and hold no quotation mark or backslash, since API Gateway does not escape them.
 */
export const gatewayResponses: GatewayResponses = {
  UNAUTHORIZED: response(
    'UNAUTHENTICATED',
    'The request carries no token: send an Authorization header with an access token.',
  ),
  ACCESS_DENIED: response('UNAUTHENTICATED', '$context.authorizer.message'),
  REQUEST_TOO_LARGE: response('PAYLOAD_TOO_LARGE', 'The request is larger than 10 MB.'),
  INTEGRATION_TIMEOUT: response('TIMEOUT', 'The request took longer than 29 seconds.'),
};

function response(code: RefusalCode, message: string): GatewayResponse {
  const { errorType, status, retryable } = refusals[code];
  const extensions = {
    code,
    errorType,
    errorInfo: null,
    ...(retryable ? { retryable } : {}),
    requestId: '$context.requestId',
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
    },
    template: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}

import { answer, type Answer, type ResponseType } from './answer.ts';

/** A GatewayResponse. Its template may contain `$context.requestId` and `$context.authorizer.<name>`. */
export interface GatewayResponse {
  /** The status. Null keeps the status of the error. */
  readonly statusCode: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}
export type GatewayResponses = Readonly<Partial<Record<ResponseType | 'DEFAULT_5XX', GatewayResponse>>>;

/**
 * Replaces the gateway's error by the API's own response: that of its type, or else the one for all 4xx or
 * 5xx ("Gateway responses in API Gateway"). Without either the error stays as it is.
 */
export function customised(
  given: Answer,
  responses: GatewayResponses | undefined,
  requestId: string,
): Answer {
  if (!given.error) return given;
  const { type, authorizer } = given.error;
  const custom = responses?.[type] ?? responses?.[given.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  if (!custom) return given;
  const body = custom.template.replace(
    /\$context\.(requestId|authorizer\.(\w+))/g,
    (_match, whole: string, name: string) =>
      whole === 'requestId' ? requestId : String(authorizer?.[name] ?? ''),
  );
  return answer(custom.statusCode ?? given.status, body, Object.entries(custom.headers));
}

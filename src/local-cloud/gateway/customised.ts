import { answer, type Answer, type ResponseType } from './answer.ts';

/** A GatewayResponse. Its templates may contain `$context.requestId` and `$context.authorizer.<name>`. */
export interface GatewayResponse {
  /** The status. Null keeps the status of the error. */
  readonly statusCode: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The template by media type. */
  readonly templates: Readonly<Record<string, string>>;
}
const JSON_TYPE = 'application/json';

export type GatewayResponses = Readonly<Partial<Record<ResponseType | 'DEFAULT_5XX', GatewayResponse>>>;

/**
 * Replaces the gateway's error by the API's own response: that of its type, or else the one for all 4xx or
 * 5xx ("Gateway responses in API Gateway"). Without either the error stays as it is. The first media type that the client
 * accepts chooses the template; without a match it is that of JSON.
 */
export function customised(
  given: Answer,
  responses: GatewayResponses | undefined,
  { requestId, accept = '' }: { readonly requestId: string; readonly accept: string | undefined },
): Answer {
  if (!given.error) return given;
  const { type, authorizer } = given.error;
  const custom = responses?.[type] ?? responses?.[given.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  if (!custom) return given;
  const [first = ''] = accept.split(/[,;]/).map((type) => type.trim().toLowerCase());
  const mediaType = Object.hasOwn(custom.templates, first) ? first : JSON_TYPE;
  const body = (custom.templates[mediaType] ?? '').replace(
    /\$context\.(requestId|authorizer\.(\w+))/g,
    (_match, whole: string, name: string) =>
      whole === 'requestId' ? requestId : String(authorizer?.[name] ?? ''),
  );
  const headers = { 'content-type': mediaType, ...custom.headers };
  return answer(custom.statusCode ?? given.status, body, Object.entries(headers));
}

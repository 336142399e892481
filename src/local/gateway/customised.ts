import { answer, type Answer, type ResponseType } from './answer.ts';

/** A GatewayResponse: its template may hold `$context.requestId` and `$context.authorizer.<name>`. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}
export type GatewayResponses = Readonly<Partial<Record<ResponseType, GatewayResponse>>>;

/** Puts the API's own response in place of the gateway's error, where it has one ("Gateway responses in API Gateway"). */
export function customised(
  given: Answer,
  responses: GatewayResponses | undefined,
  requestId: string,
): Answer {
  const custom = given.error && responses?.[given.error.type];
  if (!custom) return given;
  const { authorizer } = given.error ?? {};
  const body = custom.template.replace(
    /\$context\.(requestId|authorizer\.(\w+))/g,
    (_match, whole: string, name: string) =>
      whole === 'requestId' ? requestId : String(authorizer?.[name] ?? ''),
  );
  return answer(custom.statusCode, body, Object.entries(custom.headers));
}

/** Largest request body, in bytes (API Gateway quotas for REST APIs: payload size, not adjustable). */
export const maxBodyBytes = 10 * 1024 * 1024;

/** Request line and header values together, in bytes (API Gateway quotas for REST APIs, not adjustable). */
export const maxHeaderBytes = 10_240;

/** Largest event or answer of a synchronous Lambda call, in bytes (Lambda quotas: 6 MB and its envelope). */
export const maxInvocationBytes = 6 * 1024 * 1024 + 100;

/** The longest that an integration may take, in milliseconds (API Gateway quotas for REST APIs). */
export const integrationTimeoutMs = 29_000;

/** The longest that an authorizer's answer may be cached, in seconds (API Gateway, CreateAuthorizer). */
export const maxAuthorizerTtlSeconds = 3_600;

/** Says whether a request's line and header values are more than API Gateway takes. */
export function exceedsHeaderLimit(requestLine: string, rawHeaders: readonly string[]): boolean {
  const values = rawHeaders.filter((_, place) => place % 2 === 1);
  const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value, 'latin1'), 0);
  return Buffer.byteLength(requestLine, 'latin1') + bytes > maxHeaderBytes;
}

/** Says whether an event is more than Lambda takes. */
export function exceedsInvocationLimit(event: { readonly body: string | null }): boolean {
  // JSON makes at most six bytes of one UTF-16 unit, so that a short body needs no measuring.
  if ((event.body?.length ?? 0) < 1_000_000) return false;
  return Buffer.byteLength(JSON.stringify(event)) > maxInvocationBytes;
}

/** Maximum bytes of a request body (API Gateway quotas for REST APIs: payload size, not adjustable). */
export const maxBodyBytes = 10 * 1024 * 1024;

/**
 * Maximum bytes of the request line and header values together (API Gateway quotas for REST APIs, not
 * adjustable).
 */
const maxHeaderBytes = 10_240;

/**
 * Maximum bytes of an event or answer of a synchronous Lambda call (Lambda quotas: 6 MB and its envelope).
 */
export const maxInvocationBytes = 6 * 1024 * 1024 + 100;

/** Maximum milliseconds of an integration (API Gateway quotas for REST APIs). */
export const integrationTimeoutMs = 29_000;

/** Maximum seconds for which an authorizer's answer may be cached (API Gateway, CreateAuthorizer). */
export const maxAuthorizerTtlSeconds = 3_600;

/** Returns whether a request's line and header values exceed API Gateway's limit. */
export function exceedsHeaderLimit(requestLine: string, rawHeaders: readonly string[]): boolean {
  const values = rawHeaders.filter((_, place) => place % 2 === 1);
  const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value, 'latin1'), 0);
  return Buffer.byteLength(requestLine, 'latin1') + bytes > maxHeaderBytes;
}

/** Returns whether an event exceeds Lambda's limit. */
export function exceedsInvocationLimit(event: { readonly body: string | null }): boolean {
  // JSON takes at most six bytes for one UTF-16 unit, so a short body needs no measuring.
  if ((event.body?.length ?? 0) < 1_000_000) return false;
  return Buffer.byteLength(JSON.stringify(event)) > maxInvocationBytes;
}

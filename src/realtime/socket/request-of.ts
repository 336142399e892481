import type { RequestInfo } from '../../server/index.ts';
import type { Credential } from '../protocol/index.ts';
import type { SocketRequest } from './socket-parts.ts';

/** Returns a message as the request of a caller. */
export function requestOf(
  { requestId, ip, remaining }: SocketRequest,
  { authorization, tenant }: Credential,
): RequestInfo {
  return { authorization, tenant, requestId, ip, remaining, cacheable: false, idempotencyKeys: [] };
}

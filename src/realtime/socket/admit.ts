import type { Refusal, Scope } from '../../tenant/index.ts';
import type { Connection } from '../../store/index.ts';
import { openContext, recordRefused, type RequestContext } from '../../server/index.ts';
import type { Credential } from '../protocol/index.ts';
import type { SocketParts, SocketRequest } from './socket-parts.ts';

/**
 * Opens the context of the caller whom a message or a handshake proves, as that of a request.
 * @throws {Refusal} the refusal of the gate, which is recorded
 */
export async function admit(
  parts: SocketParts,
  { requestId, ip, remaining }: SocketRequest,
  { authorization, tenant }: Credential,
): Promise<RequestContext> {
  const info = { authorization, tenant, requestId, ip, remaining };
  const context = await openContext(parts, { ...info, cacheable: false, idempotencyKeys: [] });
  await Promise.all(context.background);
  return context;
}

/** Opens the scope of the caller of a connection again. Records in the audit that its tenant does not admit it any more. */
export async function readmit(
  { gate, recorder }: SocketParts,
  { tenantId, saved }: NonNullable<Connection['caller']>,
  request: SocketRequest,
): Promise<Scope | Refusal> {
  const [scope] = await gate.readmit(tenantId, [saved], recordRefused(recorder, request));
  if (!scope) throw new Error('The gate gives each caller an answer.');
  return scope;
}

import type { OnRefused } from '../tenant/index.ts';
import type { AuditRecorder } from '../platform/index.ts';
import type { ScopeRequest } from './context-of.ts';

/** Returns what records, in the audit of a tenant, that it did not admit the caller of a request. */
export function recordRefused(
  recorder: AuditRecorder,
  { requestId, ip }: Pick<ScopeRequest, 'requestId' | 'ip'>,
): OnRefused {
  return ({ tenantId, actor, code, message }) => {
    recorder.record(
      tenantId,
      { actor, requestId, ip },
      { action: 'access.refused', outcome: 'REFUSED', detail: { code, message } },
    );
  };
}

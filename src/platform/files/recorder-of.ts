import { auditEvent, recordAlone, type AuditEntry } from '../audit-entry.ts';
import type { PlatformContext } from '../context.ts';

/** Returns what records an event of files with the caller of a request. It precedes the change, so that no crash loses it. */
export function recorderOf(context: PlatformContext): (entry: AuditEntry) => Promise<void> {
  const { scope, platform, requestId, ip } = context;
  return (entry) =>
    recordAlone(platform.control, auditEvent(scope.tenantId, scope.caller.actor, { requestId, ip }, entry));
}

import { isRefusal, TENANT_ID_PATTERN, type Actor, type Membership } from '../tenant/index.ts';
import {
  acceptInvitation,
  auditEvent,
  recordAlone,
  requireInvitation,
  type AcceptParts,
  type AuditEntry,
  type Invitee,
} from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';

/** The work of Cognito's triggers on the control table. */
export interface TriggerHooks {
  /**
   * Accepts an invitation for a user.
   * @throws {Refusal} if the user cannot use the token
   */
  readonly accept: (invitee: Invitee, token: string) => Promise<Membership>;
  /**
   * Checks that a user with this address could accept an invitation.
   * @throws {Refusal} if not
   */
  readonly requireInvitation: (email: string, token: string) => Promise<void>;
  /**
   * Records an event in a tenant's audit, if the tenant exists. Never rejects: a failure of the audit does
   * not prevent a sign-in.
   */
  readonly record: (tenantId: string, actor: Actor, entry: AuditEntry) => Promise<void>;
  /**
   * Returns the error that the client may see: Cognito shows the message of any error that a trigger throws.
   * Logs all other errors.
   */
  readonly clientError: (error: unknown) => Error;
}

/** The origin of a trigger's events. Cognito does not pass the request that caused the trigger. */
const SOURCE = { requestId: null, ip: null };

/** Creates the hooks. */
export function triggerHooks(parts: AcceptParts, log: Log): TriggerHooks {
  const logError = (message: string, error: unknown): void => {
    log({ level: 'error', message, ...describeError(error) });
  };
  return {
    accept: (invitee, token) => acceptInvitation(parts, invitee, token, SOURCE),
    requireInvitation: (email, token) => requireInvitation(parts, email, token),
    async record(tenantId, actor, entry) {
      try {
        if (!TENANT_ID_PATTERN.test(tenantId)) return;
        if (await parts.control.get('tenant', { id: tenantId }))
          await recordAlone(parts.control, auditEvent(tenantId, actor, SOURCE, entry));
      } catch (error) {
        logError('sign-in was not recorded in the audit', error);
      }
    },
    clientError(error) {
      // Cognito adds the full stop itself.
      if (isRefusal(error)) return new Error(error.message.replace(/\.$/, ''));
      logError('trigger failed', error);
      return new Error('Something went wrong: try again');
    },
  };
}

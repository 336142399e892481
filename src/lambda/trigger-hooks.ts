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

/** What Cognito's triggers do to the control table. */
export interface TriggerHooks {
  /** Makes a member of an invitation's holder. @throws {Refusal} when the token opens nothing for them */
  readonly accept: (invitee: Invitee, token: string) => Promise<Membership>;
  /** @throws {Refusal} unless someone with this address could accept */
  readonly requireInvitation: (email: string, token: string) => Promise<void>;
  /** Tells the audit of a tenant, if there is such a tenant. Never rejects: the audit keeps nobody out. */
  readonly record: (tenantId: string, actor: Actor, entry: AuditEntry) => Promise<void>;
  /** Keeps the choice of a tenant, and tells its audit. Never rejects, as `tell`. */
  readonly choose: (membership: Membership, actor: Actor) => Promise<void>;
  /**
   * What a client may be told of an error: Cognito shows them the message of whatever a trigger throws. The rest is
   * written to the log.
   */
  readonly clientError: (error: unknown) => Error;
}

/** Cognito says nothing of the request that a trigger is called for. */
const SOURCE = { requestId: null, ip: null };

/** The hooks over the control table. */
export function triggerHooks(parts: AcceptParts, log: Log): TriggerHooks {
  const note = (message: string, error: unknown): void => {
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
        note('sign-in was not told to the audit', error);
      }
    },
    async choose({ tenantId, userId }, actor) {
      try {
        await parts.control.transact(async (transaction) => {
          const member = await transaction.get('member', { tenantId, userId });
          if (!member) return;
          transaction.put('member', { ...member, chosenAt: new Date(parts.now()).toISOString() });
          const entity = { type: 'TenantMember', id: userId };
          transaction.record(auditEvent(tenantId, actor, SOURCE, { action: 'tenant.switched', entity }));
        });
      } catch (error) {
        note('choice of a tenant was not kept', error);
      }
    },
    clientError(error) {
      // Cognito ends the sentence itself.
      if (isRefusal(error)) return new Error(error.message.replace(/\.$/, ''));
      note('trigger failed', error);
      return new Error('Something went wrong: try again');
    },
  };
}

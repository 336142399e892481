import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import {
  EMAIL_CLAIM,
  TENANT_CLAIM,
  TENANTS_CLAIM,
  type Actor,
  type Directory,
  type Membership,
} from '../tenant/index.ts';

import type { TriggerHooks } from './trigger-hooks.ts';

export type PreTokenGeneration = (
  event: PreTokenGenerationV2TriggerEvent,
) => Promise<PreTokenGenerationV2TriggerEvent>;

/** Trigger sources of a sign-in. All other sources renew tokens. */
const SIGN_INS: readonly string[] = [
  'TokenGeneration_Authentication',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_HostedAuth',
];

/**
 * Creates the pre-token-generation trigger (V2). It writes the tenant and the roles of a membership into both
 * tokens, and a verified e-mail address into the access token.
 *
 * A user of several tenants names one in the client metadata `tenant`. Otherwise, or if the user is no member
 * of it, the trigger takes the last chosen tenant, or else the first by id. A user without a tenant gets a
 * token without one, which gives no access. With the client metadata `invitation`, the trigger first accepts
 * that invitation and chooses its tenant.
 */
export function createPreTokenGeneration(
  directory: Pick<Directory, 'membershipsOf'>,
  hooks: Pick<TriggerHooks, 'accept' | 'choose' | 'record' | 'clientError'>,
): PreTokenGeneration {
  return async (event) => {
    const { userAttributes, clientMetadata = {} } = event.request;
    const userId = userAttributes['sub'] ?? '';
    const email = userAttributes['email_verified'] === 'true' ? userAttributes['email'] : undefined;
    const actor: Actor = { type: 'user', id: userId, name: event.userName };
    const joined = await joinedBy({ ...actor, email }, clientMetadata['invitation'], hooks);
    const memberships = withJoined(await directory.membershipsOf(userId), joined);
    const wanted = joined?.tenantId ?? clientMetadata['tenant'];
    const before = lastChosen(memberships);
    const chosen = memberships.find(({ tenantId }) => tenantId === wanted) ?? before;
    if (chosen && chosen !== before) await hooks.choose(chosen, actor);
    await recordSignIn(event.triggerSource, actor, { wanted, chosen }, hooks);
    const claims = chosen && {
      [TENANT_CLAIM]: chosen.tenantId,
      [TENANTS_CLAIM]: memberships.map(({ tenantId }) => tenantId).join(' '),
    };
    const suppressed = claims ? [] : [TENANT_CLAIM, TENANTS_CLAIM];
    event.response = {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: generation(
          { ...claims, ...(email !== undefined && { [EMAIL_CLAIM]: email }) },
          email === undefined ? [...suppressed, EMAIL_CLAIM] : suppressed,
        ),
        idTokenGeneration: generation({ ...claims }, suppressed),
        groupOverrideDetails: { groupsToOverride: [...(chosen?.roles ?? [])] },
      },
    };
    return event;
  };
}

function generation(claimsToAddOrOverride: Record<string, string>, claimsToSuppress: string[]) {
  return { claimsToAddOrOverride, ...(claimsToSuppress.length > 0 && { claimsToSuppress }) };
}

/** Returns the membership that an invitation grants. A useless invitation does not prevent the sign-in. */
async function joinedBy(
  { id: userId, name: username, email }: Actor & { readonly email: string | undefined },
  token: string | undefined,
  { accept, clientError }: Pick<TriggerHooks, 'accept' | 'clientError'>,
): Promise<Membership | null> {
  if (token === undefined || email === undefined) return null;
  try {
    return await accept({ userId, username, email }, token);
  } catch (error) {
    // Logs the error unless it is a refusal.
    clientError(error);
    return null;
  }
}

/** Adds the new membership, because the look-up may be older than the write. */
function withJoined(memberships: readonly Membership[], joined: Membership | null): readonly Membership[] {
  if (!joined) return memberships;
  const others = memberships.filter(({ tenantId }) => tenantId !== joined.tenantId);
  return [...others, joined].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}

/** Returns the membership that was chosen last, or the first one if none was chosen. */
function lastChosen(memberships: readonly Membership[]): Membership | undefined {
  const [first, ...others] = memberships;
  return others.reduce((last, each) => ((each.chosenAt ?? '') > (last?.chosenAt ?? '') ? each : last), first);
}

/** Records a sign-in, and an attempt to switch to a tenant of which the user is no member. */
async function recordSignIn(
  triggerSource: string,
  actor: Actor,
  { wanted, chosen }: { wanted: string | undefined; chosen: Membership | undefined },
  { record }: Pick<TriggerHooks, 'record'>,
): Promise<void> {
  const entity = { type: 'TenantMember', id: actor.id };
  if (wanted !== undefined && chosen?.tenantId !== wanted)
    await record(wanted, actor, { action: 'tenant.switchRefused', outcome: 'REFUSED', entity });
  if (chosen && SIGN_INS.includes(triggerSource))
    await record(chosen.tenantId, actor, { action: 'member.signedIn', entity });
}

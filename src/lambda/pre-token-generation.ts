import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import {
  EMAIL_CLAIM,
  Refusal,
  SIGNED_IN_AFTER_CLAIM,
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
 * - The client metadata `tenant` names the tenant. The trigger refuses the tokens if the user is no member of it.
 * - With the client metadata `invitation`, the trigger first accepts that invitation, which names its tenant.
 * - Without a name, the tokens are of the only tenant of the user. Tokens of a user of several tenants have no
 *   tenant: each request names it. Nothing that the platform remembers chooses one.
 *
 * A user without a tenant gets a token that gives no access.
 */
export function createPreTokenGeneration(
  directory: Pick<Directory, 'membershipsOf'>,
  hooks: Pick<TriggerHooks, 'accept' | 'record' | 'clientError'>,
): PreTokenGeneration {
  return async (event) => {
    const { userAttributes, clientMetadata = {} } = event.request;
    const userId = userAttributes['sub'] ?? '';
    const email = userAttributes['email_verified'] === 'true' ? userAttributes['email'] : undefined;
    const actor: Actor = { type: 'user', id: userId, name: event.userName };
    const joined = await joinedBy({ ...actor, email }, clientMetadata['invitation'], hooks);
    const { active, endedAt } = await directory.membershipsOf(userId);
    const memberships = withJoined(active, joined);
    const named = joined?.tenantId ?? clientMetadata['tenant'];
    const chosen = chosenOf(memberships, named);
    if (named !== undefined && !chosen)
      throw hooks.clientError(new Refusal('FORBIDDEN', 'You are not a member of the tenant that you named.'));
    const isSignIn = SIGN_INS.includes(event.triggerSource);
    if (isSignIn) await recordSignIn(memberships, actor, hooks);
    const several = memberships.map(({ tenantId }) => tenantId).join(' ');
    // A session that is older than an ended membership may have meant the tenant that ended.
    const after = chosen && named === undefined && !isSignIn ? endedAt : null;
    const access = {
      ...(chosen && { [TENANT_CLAIM]: chosen.tenantId }),
      ...(several !== '' && { [TENANTS_CLAIM]: several }),
      ...(after !== null && { [SIGNED_IN_AFTER_CLAIM]: after }),
    };
    // The gate does not check an ID token, by which a browser reaches files: it names only a tenant without doubt.
    const { [TENANT_CLAIM]: tenant, [TENANTS_CLAIM]: tenants } = access;
    const identity = {
      ...(tenant !== undefined && after === null && { [TENANT_CLAIM]: tenant }),
      ...(tenants !== undefined && { [TENANTS_CLAIM]: tenants }),
    };
    event.response = {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: generation(
          { ...access, ...(email !== undefined && { [EMAIL_CLAIM]: email }) },
          [TENANT_CLAIM, TENANTS_CLAIM, SIGNED_IN_AFTER_CLAIM, EMAIL_CLAIM],
        ),
        idTokenGeneration: generation(identity, [TENANT_CLAIM, TENANTS_CLAIM]),
        groupOverrideDetails: { groupsToOverride: [...(chosen?.roles ?? [])] },
      },
    };
    return event;
  };
}

/** Returns the named membership, or without a name the only one. */
function chosenOf(memberships: readonly Membership[], named: string | undefined): Membership | undefined {
  if (named !== undefined) return memberships.find(({ tenantId }) => tenantId === named);
  return memberships.length === 1 ? memberships[0] : undefined;
}

/** Suppresses every claim of ours that is not written, so that no attribute of the user can replace it. */
function generation(claimsToAddOrOverride: Readonly<Record<string, string>>, ours: readonly string[]) {
  const claimsToSuppress = ours.filter((name) => claimsToAddOrOverride[name] === undefined);
  return {
    claimsToAddOrOverride: { ...claimsToAddOrOverride },
    ...(claimsToSuppress.length > 0 && { claimsToSuppress }),
  };
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

/** Records a sign-in in each tenant of the user, because the session can act in all of them. */
async function recordSignIn(
  memberships: readonly Membership[],
  actor: Actor,
  { record }: Pick<TriggerHooks, 'record'>,
): Promise<void> {
  const entity = { type: 'TenantMember', id: actor.id };
  await Promise.all(
    memberships.map(({ tenantId }) => record(tenantId, actor, { action: 'member.signedIn', entity })),
  );
}

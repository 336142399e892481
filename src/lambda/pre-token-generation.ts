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

/** The sources of the trigger at which someone signs in; the others renew tokens. */
const SIGN_INS: readonly string[] = [
  'TokenGeneration_Authentication',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_HostedAuth',
];

/**
 * The pre-token-generation trigger (V2): writes the tenant and the roles of a membership record into both tokens, and a
 * proved e-mail address into the access token.
 * A user of several tenants names one in the client metadata `tenant`; without it, or if they do not belong there, the
 * one that they chose last is taken, at first the first by id. A user of none gets a token without a tenant, which opens nothing.
 * The client metadata `invitation` is the token of one: it is accepted first, and its tenant chosen.
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

/** The membership that an invitation brings. One that opens nothing keeps nobody from signing in. */
async function joinedBy(
  { id: userId, name: username, email }: Actor & { readonly email: string | undefined },
  token: string | undefined,
  { accept, clientError }: Pick<TriggerHooks, 'accept' | 'clientError'>,
): Promise<Membership | null> {
  if (token === undefined || email === undefined) return null;
  try {
    return await accept({ userId, username, email }, token);
  } catch (error) {
    // Writes it to the log if it was no refusal.
    clientError(error);
    return null;
  }
}

/** The look-up may not have seen yet what was just written. */
function withJoined(memberships: readonly Membership[], joined: Membership | null): readonly Membership[] {
  if (!joined) return memberships;
  const others = memberships.filter(({ tenantId }) => tenantId !== joined.tenantId);
  return [...others, joined].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}

/** The membership that was chosen last; the first when none ever was. */
function lastChosen(memberships: readonly Membership[]): Membership | undefined {
  const [first, ...others] = memberships;
  return others.reduce((last, each) => ((each.chosenAt ?? '') > (last?.chosenAt ?? '') ? each : last), first);
}

/** Tells of a sign-in, and of a switch to a tenant that the user is no member of. */
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

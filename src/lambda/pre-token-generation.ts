import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import { TENANT_CLAIM, TENANTS_CLAIM, type Directory } from '../tenant/index.ts';

export type PreTokenGeneration = (
  event: PreTokenGenerationV2TriggerEvent,
) => Promise<PreTokenGenerationV2TriggerEvent>;

/**
 * The pre-token-generation trigger (V2): writes the tenant and the roles of a membership record into both tokens.
 * A user of several tenants names one in the client metadata `tenant`; without it, or if they do not belong there,
 * the first of their tenants is taken. A user of none gets a token without a tenant, which opens nothing.
 */
export function createPreTokenGeneration(directory: Pick<Directory, 'membershipsOf'>): PreTokenGeneration {
  return async (event) => {
    const memberships = await directory.membershipsOf(event.request.userAttributes['sub'] ?? '');
    const wanted = event.request.clientMetadata?.['tenant'];
    const chosen = memberships.find(({ tenantId }) => tenantId === wanted) ?? memberships[0];
    const claims = chosen && {
      [TENANT_CLAIM]: chosen.tenantId,
      [TENANTS_CLAIM]: memberships.map(({ tenantId }) => tenantId).join(' '),
    };
    const suppressed = claims ? {} : { claimsToSuppress: [TENANT_CLAIM, TENANTS_CLAIM] };
    const generation = { claimsToAddOrOverride: claims ?? {}, ...suppressed };
    event.response = {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: generation,
        idTokenGeneration: generation,
        groupOverrideDetails: { groupsToOverride: [...(chosen?.roles ?? [])] },
      },
    };
    return event;
  };
}

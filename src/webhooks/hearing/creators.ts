import { holds, isRefusal, type Refusal, type Scope } from '../../tenant/index.ts';
import type { WebhookRecord } from '../../store/index.ts';
import type { HearingParts } from './hearing-parts.ts';

/** An endpoint with the scope of its creator, as the records of the tenant are now. */
export interface LiveEndpoint {
  readonly endpoint: WebhookRecord;
  readonly scope: Scope;
}

/** The permissions by one of which an endpoint gets its caller. Endpoints of a caller without any of them end. */
const NEEDED = ['TenantWebhook:create', 'TenantWebhook:update'];

/** Codes that say that the tenant is closed for a while, for every caller. */
const OF_THE_TENANT: readonly Refusal['code'][] = ['TENANT_SUSPENDED'];

/**
 * Admits the creators of endpoints by the records as they are now. Disables the endpoints of those who have left the tenant or may
 * not manage endpoints any more.
 */
export async function admitCreators(
  { gate, disable }: Pick<HearingParts, 'gate' | 'disable'>,
  tenantId: string,
  endpoints: readonly WebhookRecord[],
): Promise<readonly LiveEndpoint[]> {
  const scopes = await gate.readmit(
    tenantId,
    endpoints.map(({ caller }) => caller),
  );
  const live: LiveEndpoint[] = [];
  for (const [at, endpoint] of endpoints.entries()) {
    const scope = scopes[at];
    if (!scope) continue;
    if (isRefusal(scope)) {
      if (!OF_THE_TENANT.includes(scope.code))
        await disable(endpoint, 'Its creator has no access to this tenant any more.');
    } else if (NEEDED.some((permission) => holds(scope.caller.rights, permission)))
      live.push({ endpoint, scope });
    else await disable(endpoint, 'Its creator may not manage webhooks any more.');
  }
  return live;
}

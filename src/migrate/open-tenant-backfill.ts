import { jobScope, type Directory, type Scope } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { refreshingSend, openBackfill, type Backfill, type SendOf } from '../store/index.ts';

import { JOB } from './apply-to-tenant.ts';

/** Opens the backfill of a tenant for as long as it takes. It looks the tenant's table up again and again. */
export async function openTenantBackfill(
  tenant: string,
  {
    model,
    directory,
    sendOf,
  }: { readonly model: Model; readonly directory: Directory; readonly sendOf: SendOf },
): Promise<Backfill> {
  const open = (): Promise<Scope> => jobScope(directory, tenant, JOB, () => undefined);
  const scope = await open();
  const send = refreshingSend(sendOf, scope, { open, now: Date.now });
  return openBackfill(scope, { types: model.models, send });
}

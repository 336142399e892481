import { jobScope, type Directory, type RecordJobScope, type Scope } from '../tenant/index.ts';
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
    record,
  }: {
    readonly model: Model;
    readonly directory: Directory;
    readonly sendOf: SendOf;
    /** Hears of each scope, also of one that is opened again. */
    readonly record: RecordJobScope;
  },
): Promise<Backfill> {
  const open = (): Promise<Scope> => jobScope(directory, tenant, JOB, record);
  const scope = await open();
  const send = refreshingSend(sendOf, scope, { open, now: Date.now });
  return openBackfill(scope, { types: model.models, send });
}

import { jobScope, type Directory, type RecordJobScope, type Scope } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { refreshingSend, openBackfill, type Backfill, type Control, type SendOf } from '../store/index.ts';
import { settleOwners } from '../engine/index.ts';
import { indexMembers, membersOf } from '../platform/index.ts';

import { JOB } from './apply-to-tenant.ts';

/**
 * Opens the backfill of a tenant for as long as it takes. It looks the tenant's table up again and again.
 * Before the first row with owners, it lets members be found by name who joined before there was such a list.
 */
export async function openTenantBackfill(
  tenant: string,
  {
    model,
    control,
    directory,
    sendOf,
    record,
  }: {
    readonly model: Model;
    readonly control: Control;
    readonly directory: Directory;
    readonly sendOf: SendOf;
    /** Hears of each scope, also of one that is opened again. */
    readonly record: RecordJobScope;
  },
): Promise<Backfill> {
  const open = (): Promise<Scope> => jobScope(directory, tenant, JOB, record);
  const scope = await open();
  const send = refreshingSend(sendOf, scope, { open, now: Date.now });
  const members = membersOf({ control }, scope.tenantId, null);
  const backfill = openBackfill(scope, {
    types: model.models,
    send,
    settle: (type, row) => settleOwners(type, row, members),
  });
  let indexed: Promise<void> | undefined;
  return {
    ...backfill,
    async *rows(type, ...rest) {
      const owned = Object.values(type.fields).some(({ owner }) => owner);
      if (owned) await (indexed ??= indexMembers(control, scope.tenantId));
      yield* backfill.rows(type, ...rest);
    },
  };
}

import type { Json } from '../../../model/index.ts';
import type { Scope, TenantId } from '../../../tenant/index.ts';
import { backfillKey } from '../keys/keys.ts';
import type { Send } from '../driver/send.ts';

/** The notes of one tenant's jobs. */
export interface JobNotes {
  read(name: string): Promise<Json>;
  note(name: string, state: Json): Promise<void>;
}

/** Opens the notes of jobs in a table of the scope's tenant. */
export function openJobNotes({ tenantId }: Scope, send: Send): JobNotes {
  return {
    read: (name) => readJob(tenantId, name, send),
    note: (name, state) => noteJob(tenantId, name, state, send),
  };
}

/** The attribute of a job's record. */
const STATE = 'state';

/** How far a job came, as it noted it; null before its first note and after its end. */
export async function readJob(tenant: TenantId, name: string, send: Send): Promise<Json> {
  const Key = backfillKey(tenant, name);
  const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
  return Item?.[STATE] ?? null;
}

export async function noteJob(tenant: TenantId, name: string, state: Json, send: Send): Promise<void> {
  await send({ name: 'PutItem', input: { Item: { ...backfillKey(tenant, name), [STATE]: state } } });
}

export async function endJob(tenant: TenantId, name: string, send: Send): Promise<void> {
  await send({ name: 'DeleteItem', input: { Key: backfillKey(tenant, name) } });
}

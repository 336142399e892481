import { partitionQuery } from '../commands/partition-query.ts';
import { withRetry } from '../driver/with-retry.ts';
import { ConditionFailed, type Item, type Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { unchanged } from './control-transaction.ts';
import { itemKey, versionOf } from './items.ts';
import { runTransaction, type ControlTable } from './run-transaction.ts';
import { listedPlace, OLD_LIST } from './tenant-list.ts';

/** Tenants of one query. */
const PAGE = 100;

/**
 * Moves the list of tenants out of the one partition that it had in earlier releases. Run it when no process of an earlier
 * release runs any more: those read only the old list. It may be cut off anywhere and run again; processes of this release may
 * write meanwhile, and read both lists.
 *
 * First every tenant gets its copy in the new list. Then a record says so, and no transaction of this release writes the old list
 * after it. Last the old copies are deleted, each on the condition that it is unchanged.
 * @returns the number of old copies that it deleted
 */
export async function spreadTenants(send: Send): Promise<number> {
  const steady = withRetry(send);
  const table: ControlTable = { send: steady, list: { isSpread: false } };
  for await (const old of oldCopies(steady)) await copyToNew(table, old);
  await runTransaction(table, async (transaction) => {
    if (!(await transaction.get('tenantList', {}))) transaction.put('tenantList', { isSpread: true });
  });
  let deleted = 0;
  for await (const first of oldCopies(steady)) {
    // A process of an earlier release may have written the tenant since.
    for (let old: Item | null = first; old;) {
      await copyToNew(table, old);
      old = await deleteOld(steady, old);
    }
    deleted += 1;
  }
  return deleted;
}

async function* oldCopies(send: Send): AsyncGenerator<Item> {
  for (let start: Item | undefined; ;) {
    const { Items = [], LastEvaluatedKey } = await send(
      partitionQuery(CONTROL_PK, OLD_LIST, { limit: PAGE, start }),
    );
    yield* Items;
    if (!LastEvaluatedKey) return;
    start = LastEvaluatedKey;
  }
}

/** Writes a tenant's copy in the new list, unless it is as new as the old one. */
async function copyToNew(table: ControlTable, old: Item): Promise<void> {
  const id = idOf(old);
  const Key = itemKey(listedPlace(id));
  const { Item: copy } = await table.send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
  if (copy && versionOf(copy) >= versionOf(old)) return;
  await runTransaction(table, async (transaction) => {
    const tenant = await transaction.get('tenant', { id });
    if (tenant) transaction.put('tenant', tenant);
  });
}

/** Deletes an old copy. Returns the copy as it is if it has changed, or null. */
async function deleteOld(send: Send, old: Item): Promise<Item | null> {
  try {
    const Key = itemKey([OLD_LIST, idOf(old)]);
    await send({ name: 'DeleteItem', input: { Key, ...unchanged(old) } });
    return null;
  } catch (error) {
    if (error instanceof ConditionFailed) return error.item;
    throw error;
  }
}

function idOf({ [CONTROL_SK]: sk }: Item): string {
  return typeof sk === 'string' ? sk : '';
}

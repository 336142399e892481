import { deleteItems } from '../driver/batches.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Item, Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { itemKey, recordOf } from './items.ts';
import type { Kind, Records } from '../../port/records.ts';
import { type KindOf, kinds, lists, partitionsOf } from './control-keys.ts';

/**
 * A deleter of a tenant's records in the control table, except the tenant itself and the job that deletes
 * them.
 */
export interface ControlDeleter {
  /** Deletes up to `limit` records with their copies. Returns how many of each kind. */
  erase(limit: number): Promise<Readonly<Record<string, number>>>;
  /** Returns whether nothing else is left, with a consistent read. */
  isEmpty(): Promise<boolean>;
}

/** Opens the deleter of one tenant. `jobId` is the job that stays to the end. */
export function openControlDeleter(tenantId: string, jobId: string, send: Send): ControlDeleter {
  const steady = withRetry(send);
  const kept = [kinds.tenant.key({ id: tenantId }), kinds.job.key({ tenantId, id: jobId })].map(idOf);

  /** Returns some items of a partition to delete, or none if none is left. */
  const some = async (partition: string, limit: number): Promise<readonly Item[]> => {
    for (let start: Item | undefined; ;) {
      const query = partitionQuery(CONTROL_PK, partition, { limit, start });
      const { Items = [], LastEvaluatedKey } = await steady(query);
      const going = Items.filter((item) => !kept.includes(idOf(placeOf(item))));
      if (going.length > 0 || !LastEvaluatedKey) return going;
      start = LastEvaluatedKey;
    }
  };

  return {
    async erase(limit) {
      const counts: Record<string, number> = {};
      for (const { pk, elsewhere } of partitionsOf(tenantId)) {
        const items = await some(pk, limit);
        if (items.length === 0) continue;
        // Delete copies first. A run that was cut off finds only the items of this partition again.
        const here = new Set(items.map((item) => idOf(placeOf(item))));
        const others = items
          .flatMap((item) => [...placesOf(item), ...elsewhere(placeOf(item)[1])])
          .filter((place) => !here.has(idOf(place)));
        await deleteItems(others.map(itemKey), steady);
        await deleteItems(items.map(placeOf).map(itemKey), steady);
        for (const item of items) {
          const kind = kindOf(item) ?? 'other';
          counts[kind] = (counts[kind] ?? 0) + 1;
        }
        break;
      }
      return counts;
    },
    async isEmpty() {
      for (const { pk } of partitionsOf(tenantId)) if ((await some(pk, 10)).length > 0) return false;
      return true;
    },
  };
}

type Place = readonly [string, string];

function placeOf(item: Item): Place {
  return [item[CONTROL_PK] as string, item[CONTROL_SK] as string];
}

function idOf(place: Place): string {
  return place.join(' ');
}

/** Returns the kind of a record by its key, or null if no list of the tenant holds it. */
function kindOf(item: Item): Kind | null {
  const [pk, sk] = placeOf(item);
  const tenantId = pk.slice(pk.indexOf('#') + 1);
  const list = Object.values(lists).find(
    (candidate) =>
      candidate.prefix !== '' && candidate.pk(tenantId) === pk && sk.startsWith(candidate.prefix),
  );
  return list?.kind ?? null;
}

/** Returns every place of a record: its own and its copies'. */
function placesOf(item: Item): readonly Place[] {
  const kind = kindOf(item);
  if (kind === null) return [];
  const { key, copies } = kinds[kind] as KindOf<Records[Kind], Records[Kind]>;
  const record = recordOf(kind, item);
  return [key(record), ...copies(record)];
}

import type { Scope } from '../../../tenant/index.ts';
import { partitionOf, REALTIME_PARTS, type Part } from '../commands/part-page.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import { answerOfOperator, answerOfTenant } from '../control/control-keys.ts';
import { itemKey } from '../control/items.ts';
import { deleteItems } from '../driver/batches.ts';
import type { Item, Send } from '../driver/send.ts';
import { PK, SK, TTL } from '../keys/keys.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';

const PAGE = 100;

/** The parts of a tenant whose items expire, of each table. */
const EXPIRING = {
  rows: [{ side: 'ANSWER' }, { side: 'EVENT' }, { side: 'HOOK' }],
  realtime: REALTIME_PARTS,
} as const satisfies Record<string, readonly Part[]>;

/**
 * Deletes the expired items of a tenant: answers to requests with an idempotency key, events of subscriptions, deliveries of
 * webhooks, and all in the table of subscriptions. On AWS the tables' time to live does it; an emulator does not.
 * @param sends the tables of rows, of subscriptions and of records
 * @param now milliseconds since 1970
 * @returns how many items were deleted
 */
export async function dropExpiredItems(
  { tenantId }: Scope,
  sends: { readonly rows: Send; readonly realtime: Send; readonly control: Send },
  now: number,
): Promise<number> {
  const isExpired = (item: Item): boolean => TTL in item && Number(item[TTL]) * 1000 <= now;
  let dropped = 0;
  for (const table of ['rows', 'realtime'] as const)
    for (const part of EXPIRING[table]) {
      const items = await itemsIn(PK, partitionOf(tenantId, part), sends[table], isExpired);
      await deleteItems(
        items.map((item) => ({ [PK]: item[PK] ?? null, [SK]: item[SK] ?? null })),
        sends[table],
      );
      dropped += items.length;
    }
  const [partition] = answerOfTenant(tenantId, '');
  const records = await itemsIn(CONTROL_PK, partition, sends.control, isExpired);
  await deleteItems(records.flatMap(placesOf).map(itemKey), sends.control);
  return dropped + records.length;
}

type Place = readonly [string, string];

/** Returns the place of a record, and that of an operator's answer to which it points. */
function placesOf({ [CONTROL_PK]: pk, [CONTROL_SK]: sk, id }: Item): readonly Place[] {
  const own: Place = [pk as string, sk as string];
  return typeof id === 'string' ? [answerOfOperator(id), own] : [own];
}

async function itemsIn(
  key: string,
  partition: string,
  send: Send,
  isWanted: (item: Item) => boolean,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let start: Item | undefined; ;) {
    const { Items = [], LastEvaluatedKey } = await send(
      partitionQuery(key, partition, { limit: PAGE, start }),
    );
    found.push(...Items.filter(isWanted));
    if (!LastEvaluatedKey) return found;
    start = LastEvaluatedKey;
  }
}

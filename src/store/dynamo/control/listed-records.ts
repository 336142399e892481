import type { Kind, Records } from '../../port/records.ts';
import type { Item, Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { type KindOf, kinds, type ListPlace } from './control-keys.ts';
import { itemKey, recordOf } from './items.ts';

/** DynamoDB's limit (API reference, BatchGetItem). */
const BATCH_KEYS = 100;

/** Returns the records of copies, in their order, without those that the list no longer holds. */
export async function listedRecords(
  send: Send,
  { kind, pk }: ListPlace,
  of: string,
  copies: readonly Item[],
): Promise<readonly Item[]> {
  const { key, copies: placesOf } = kinds[kind] as KindOf<Records[Kind], Records[Kind]>;
  const keys = copies.map((copy) => itemKey(key(recordOf(kind, copy))));
  const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, at) =>
    send({
      name: 'BatchGetItem',
      input: { Keys: keys.slice(at * BATCH_KEYS, (at + 1) * BATCH_KEYS), ConsistentRead: true },
    }),
  );
  const items = (await Promise.all(batches)).flatMap(({ Items = [] }) => Items);
  return keys.flatMap((one) => {
    const item = items.find(
      (each) => each[CONTROL_PK] === one[CONTROL_PK] && each[CONTROL_SK] === one[CONTROL_SK],
    );
    return item && placesOf(recordOf(kind, item)).some(([partition]) => partition === pk(of)) ? [item] : [];
  });
}

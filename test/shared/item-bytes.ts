import type { Item } from '../../src/store/dynamo/driver/send.ts';

type Value = Item[string];

/** Returns the bytes of an item by which DynamoDB bills (Developer Guide, "DynamoDB item sizes and formats"). */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: Value | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return 1 + Math.ceil(String(Math.abs(value)).replace('.', '').length / 2);
  if (value === undefined || value === null || typeof value === 'boolean') return 1;
  const members = Object.values(value) as readonly Value[];
  const names = Array.isArray(value) ? 0 : Buffer.byteLength(Object.keys(value).join(''));
  return 3 + members.length + names + members.reduce<number>((sum, one) => sum + valueBytes(one), 0);
}

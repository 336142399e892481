import type { FileUsage } from '../../port/files.ts';
import { placeholders } from '../commands/expression.ts';
import { partPage, type PartPage } from '../commands/part-page.ts';
import { backOff } from '../driver/backoff.ts';
import { type Item, ConditionFailed, TransactionCancelled } from '../driver/send.ts';
import { fileBytesKey } from '../keys/file-keys.ts';
import { COUNTED, isErased, numberIn } from './file-item.ts';
import { BYTES, crowded, FILES, type FileWork, WRITES } from './file-transaction.ts';

const PAGE = 1000;
/** Attempts to count while others change the usage. */
const MAX_COUNTS = 20;

/** Returns the usage of a tenant. */
export async function readUsage(work: FileWork): Promise<FileUsage> {
  const item = await usageOf(work);
  return { bytes: bytesIn(item), files: numberIn(item ?? {}, FILES) ?? 0 };
}

/** Returns the bytes in the item with a tenant's usage. */
export function bytesIn(item: Item | null | undefined): number {
  return numberIn(item ?? {}, BYTES) ?? 0;
}

/** Sets the usage to what the records come to: see `FileRecords.recount`. */
export async function recountFiles(work: FileWork): Promise<number> {
  const { tenant, send, deadline } = work;
  for (let attempt = 1; attempt <= MAX_COUNTS; attempt++) {
    const before = numberIn((await usageOf(work)) ?? {}, WRITES);
    const { bytes, files } = await sumOf(work);
    const expression = placeholders();
    const writes = expression.name(WRITES);
    const sets = [
      `${expression.name(BYTES)} = ${expression.value(bytes)}`,
      `${expression.name(FILES)} = ${expression.value(files)}`,
      `${writes} = ${expression.value((before ?? 0) + 1)}`,
    ];
    const UpdateExpression = `SET ${sets.join(', ')}`;
    const ConditionExpression =
      before === null ? `attribute_not_exists(${writes})` : `${writes} = ${expression.value(before)}`;
    const held = expression.placeheld(UpdateExpression, ConditionExpression);
    const input = { Key: fileBytesKey(tenant), UpdateExpression, ConditionExpression, ...held };
    try {
      await send({ name: 'UpdateItem', input });
      return bytes;
    } catch (error) {
      // A repeat of the call after a lost answer finds its own change. Counting again gives the same.
      if (!(error instanceof ConditionFailed || error instanceof TransactionCancelled)) throw error;
    }
    await backOff(attempt, deadline);
  }
  throw crowded();
}

async function usageOf({ tenant, send }: FileWork): Promise<Item | null> {
  const { Item } = await send({
    name: 'GetItem',
    input: { Key: fileBytesKey(tenant), ConsistentRead: true },
  });
  return Item ?? null;
}

async function sumOf({ tenant, send }: FileWork): Promise<FileUsage> {
  let [bytes, files] = [0, 0];
  for (let after: string | null = null; ;) {
    const page: PartPage = await partPage(tenant, { side: 'FILE' }, send, { limit: PAGE, after });
    for (const item of page.items) {
      bytes += numberIn(item, COUNTED) ?? 0;
      files += isErased(item) ? 0 : 1;
    }
    if (page.after === null) return { bytes, files };
    ({ after } = page);
  }
}

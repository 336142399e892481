import type { FileRecord } from '../../port/files.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import { deleteItems } from '../driver/batches.ts';
import type { Item } from '../driver/send.ts';
import { END } from '../keys/encoding.ts';
import { fileDueKey } from '../keys/file-keys.ts';
import { PK, SK, systemPartition } from '../keys/keys.ts';
import type { FileWork } from './file-transaction.ts';

interface Entry {
  /** ISO 8601. */
  readonly due: string;
  readonly id: string;
}

/** Returns files that are due: see `FileRecords.due`. It deletes the entries of files that are due at another time, or not at all. */
export async function dueFiles(work: FileWork, until: number, limit: number): Promise<readonly FileRecord[]> {
  const { tenant, send, readAll } = work;
  const entries = (await entriesOf(work, limit)).filter(({ due }) => Date.parse(due) <= until);
  const files = await readAll(entries.map(({ id }) => id));
  const found = entries.flatMap(({ due, id }) => {
    const file = files.get(id);
    return file?.due === due ? [file] : [];
  });
  const stray = entries.filter(({ due, id }) => files.get(id)?.due !== due);
  await deleteItems(
    stray.map(({ due, id }) => fileDueKey(tenant, due, id)),
    send,
  );
  return found.length === 0 && entries.length > 0 ? dueFiles(work, until, limit) : found;
}

/** Returns when the next file is due: see `FileRecords.nextDue`. */
export async function nextDue(work: FileWork): Promise<number | null> {
  const [first] = await entriesOf(work, 1);
  return first ? Date.parse(first.due) : null;
}

async function entriesOf({ tenant, send }: FileWork, limit: number): Promise<readonly Entry[]> {
  const { Items = [] } = await send(partitionQuery(PK, systemPartition(tenant, 'FILEDUE'), { limit }));
  return Items.map(entryOf);
}

/** Reads the key of an entry: `2026-11-30T16:00:00.000Z#<id>#`. */
function entryOf(item: Item): Entry {
  const [due = '', id = ''] = typeof item[SK] === 'string' ? item[SK].split(END) : [];
  return { due, id };
}

import type { openJournal } from '../logs/index.ts';
import type { Doubt, Written } from './doubts.ts';
import { idOf } from './read-images.ts';
import type { Attributes } from './read-writes.ts';
import type { StreamedRecord } from './stream-record.ts';

type Journal = ReturnType<typeof openJournal>;

/**
 * A line: a write of an item that begins, one that ended and changed nothing, a record that came to a table's stream, or how
 * far the stream was delivered. A record also ends the write of its item.
 */
type Line =
  | { readonly table: string; readonly begun: Attributes; readonly before: Attributes | null }
  | { readonly table: string; readonly ended: Attributes }
  | { readonly table: string; readonly record: StreamedRecord }
  | { readonly table: string; readonly doneTo: string };

/** The records that wait, by table. */
export type Pending = ReadonlyMap<string, readonly StreamedRecord[]>;

/** A journal of the records that wait and of the writes under way, so that they outlive a process that is killed. */
export interface StreamJournal {
  /** Returns the records that a process before this one left. The last ones may have been delivered. */
  readonly left: Pending;
  /** Returns the items that a process before this one was writing. */
  readonly doubts: readonly Doubt[];
  begin(doubt: Doubt): void;
  end(item: Written): void;
  add(table: string, record: StreamedRecord): void;
  /** Notes that a table's stream was delivered up to a sequence number. */
  done(table: string, sequence: string): void;
}

/** What a process after this one needs. */
export interface Kept {
  readonly pending: Pending;
  readonly doubts: readonly Doubt[];
}

/** Lines after which the journal is written anew, although records wait. */
const LONG = 5_000;

/** @param now returns what must be kept */
export function openStreamJournal(journal: Journal, now: () => Kept): StreamJournal {
  const read = journal.left.flatMap(readLine);
  let lines = journal.left.length;
  const rewrite = ({ pending, doubts }: Kept): void => {
    const kept: readonly Line[] = [
      ...[...pending].flatMap(([table, records]) => records.map((record) => ({ table, record }))),
      ...doubts.map(begun),
    ];
    lines = kept.length;
    journal.replace(kept.map((line) => JSON.stringify(line)));
  };
  const write = (line: Line): void => {
    lines += 1;
    journal.add(JSON.stringify(line));
  };
  const waitingIn = ({ pending }: Kept): number =>
    [...pending.values()].reduce((sum, records) => sum + records.length, 0);
  return {
    left: pendingIn(read),
    doubts: doubtsIn(read),
    begin(doubt) {
      write(begun(doubt));
    },
    end({ table, keys }) {
      write({ table, ended: keys });
      if (lines > LONG + waitingIn(now())) rewrite(now());
    },
    add(table, record) {
      write({ table, record });
    },
    done(table, sequence) {
      const waiting = waitingIn(now());
      if (waiting === 0 || lines > LONG + waiting) rewrite(now());
      else write({ table, doneTo: sequence });
    },
  };
}

function begun({ table, keys, before }: Doubt): Line {
  return { table, begun: keys, before };
}

function pendingIn(lines: readonly Line[]): Pending {
  const pending = new Map<string, StreamedRecord[]>();
  for (const line of lines) {
    if (!('record' in line) && !('doneTo' in line)) continue;
    const records = pending.get(line.table) ?? [];
    pending.set(line.table, records);
    if ('record' in line) records.push(line.record);
    else {
      const done = BigInt(line.doneTo);
      const waits = records.filter(({ dynamodb }) => BigInt(dynamodb.SequenceNumber) > done);
      pending.set(line.table, waits);
    }
  }
  return pending;
}

function doubtsIn(lines: readonly Line[]): readonly Doubt[] {
  const doubts = new Map<string, Doubt>();
  for (const line of lines) {
    const { table } = line;
    if ('begun' in line) {
      const doubt = { table, keys: line.begun, before: line.before };
      doubts.set(idOf(doubt), doubt);
    } else if ('ended' in line) doubts.delete(idOf({ table, keys: line.ended }));
    else if ('record' in line) doubts.delete(idOf({ table, keys: line.record.dynamodb.Keys }));
  }
  return [...doubts.values()];
}

/** Reads a line. A line that was cut off belongs to a write whose caller got no answer. A damaged one is passed over. */
function readLine(text: string): readonly Line[] {
  try {
    const line = JSON.parse(text) as Line | null;
    return isLine(line) ? [line] : [];
  } catch {
    return [];
  }
}

function isLine(line: Line | null): line is Line {
  if (line === null || typeof line !== 'object' || typeof line.table !== 'string') return false;
  if ('doneTo' in line) return /^\d+$/.test(line.doneTo);
  return 'begun' in line || 'ended' in line || ('record' in line && Object.hasOwn(line.record, 'dynamodb'));
}

import type { openJournal } from '../logs/index.ts';
import type { StreamedRecord } from './stream-record.ts';

type Journal = ReturnType<typeof openJournal>;

/** A line: records that came to a table's stream, or how far the stream was delivered. */
type Line =
  | { readonly table: string; readonly record: StreamedRecord }
  | { readonly table: string; readonly doneTo: string };

/** The records that wait, by table. */
export type Pending = ReadonlyMap<string, readonly StreamedRecord[]>;

/** A journal of the records that wait, so that they outlive a process that is killed. */
export interface StreamJournal {
  /** Returns the records that a process before this one left. The last ones may have been delivered. */
  readonly left: Pending;
  add(table: string, record: StreamedRecord): void;
  /** Notes that a table's stream was delivered up to a sequence number. `pending` is what waits now. */
  done(table: string, sequence: string, pending: Pending): void;
}

/** Lines after which the journal is written anew, although records wait. */
const LONG = 5_000;

export function openStreamJournal(journal: Journal): StreamJournal {
  const left = readLines(journal.left);
  let lines = journal.left.length;
  const write = (line: Line): void => {
    lines += 1;
    journal.add(JSON.stringify(line));
  };
  const rewrite = (pending: Pending): void => {
    const all = [...pending].flatMap(([table, records]) => records.map((record) => ({ table, record })));
    lines = all.length;
    journal.replace(all.map((line) => JSON.stringify(line satisfies Line)));
  };
  return {
    left,
    add(table, record) {
      write({ table, record });
    },
    done(table, sequence, pending) {
      const waiting = [...pending.values()].reduce((sum, records) => sum + records.length, 0);
      if (waiting === 0 || lines > LONG + waiting) rewrite(pending);
      else write({ table, doneTo: sequence });
    },
  };
}

function readLines(lines: readonly string[]): Pending {
  const pending = new Map<string, StreamedRecord[]>();
  for (const line of lines.flatMap(readLine)) {
    const records = pending.get(line.table) ?? [];
    if ('record' in line) records.push(line.record);
    const done = 'doneTo' in line ? BigInt(line.doneTo) : -1n;
    const waits = records.filter(({ dynamodb }) => BigInt(dynamodb.SequenceNumber) > done);
    pending.set(line.table, waits);
  }
  return pending;
}

/** Reads a line. A line that was cut off belongs to a write whose caller got no answer. */
function readLine(line: string): readonly Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}

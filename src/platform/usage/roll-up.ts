import type { LogLines, OperationFigures, TakenFiles, UsageLedger } from '../../store/index.ts';
import { HOUR, hourOf, startOf } from './hour.ts';
import { dayOf } from './day-range.ts';
import { openHourSums, type HourSums } from './hour-sums.ts';
import { readLines } from './counted-lines.ts';

export interface RollUpOptions {
  readonly lines: LogLines;
  readonly ledger: UsageLedger;
  /** Returns whether usage of a tenant may be kept. */
  readonly isKept: (tenantId: string) => Promise<boolean>;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called with the tenants whose usage has changed, before their files count as taken. */
  readonly onCounted: (tenantIds: readonly string[]) => Promise<void>;
  /** Called for a file in which lines could not be read, or came too late to be counted. */
  readonly onLost: (lost: LostLines) => void;
}

export interface LostLines {
  readonly file: string;
  readonly lines: number;
}

export interface RollUpScope {
  /** Also takes files of the hour that has not ended. They are taken again later. */
  readonly unfinished?: boolean | undefined;
}

const DAY = 24 * HOUR;
/** The days whose files are looked at. Firehose tries to deliver a file for a day. */
const DAYS = 3;
/** A file may have lines of the hour after that of its first line. */
const BEFORE = 1;
/** Maximum number of parallel writes. */
const MAX_PARALLEL = 32;

/**
 * Brings the usage of tenants up to date with the files of log lines. Takes each hour in which files arrived since the
 * last run. Sums up all lines of the hours and tenants that these files have lines of, and sets the sums. So a run that
 * was cut off is repeated without harm, a late file is added, and a line that arrives twice counts once.
 * @returns the number of hours whose files were taken
 */
export async function rollUp(options: RollUpOptions, { unfinished = false }: RollUpScope): Promise<number> {
  const { lines, ledger, now } = options;
  const at = now();
  const days = Array.from({ length: DAYS }, (_, ago) => dayOf(at - ago * DAY));
  const listed = await Promise.all(days.map((day) => lines.list(day)));
  const files = new Map(listed.flatMap((hours) => [...hours]));
  const known = await ledger.taken();
  const filesOf = (hours: readonly string[]): Files => hours.flatMap((hour) => files.get(hour) ?? []);
  let taken: TakenFiles = Object.fromEntries(Object.entries(known).filter(([hour]) => files.has(hour)));
  const grown = [...files.keys()].sort().filter((hour) => {
    return (unfinished || hour < hourOf(at)) && files.get(hour)?.length !== known[hour];
  });
  for (const hour of grown) {
    // Files that are not taken yet bring what they have in their own turn.
    const others = Object.keys(taken).filter((other) => other !== hour);
    const sums = await sumsOf(options, filesOf([hour]), (since) =>
      filesOf(others.filter((other) => other >= since)),
    );
    for (const [of, { tenants }] of sums) await setAll(options, of, [...tenants]);
    await options.onCounted([...new Set([...sums.values()].flatMap(({ tenants }) => [...tenants.keys()]))]);
    taken = { ...taken, [hour]: files.get(hour)?.length ?? 0 };
    await ledger.setTaken(taken);
  }
  return grown.length;
}

/** Returns the first day whose files a run looks at: `2026-01-31`. */
export function oldestDay(now: number): string {
  return dayOf(now - (DAYS - 1) * DAY);
}

/** The names of files. */
type Files = readonly string[];

/**
 * Returns the sums of each hour and tenant that some files have lines of, over all files with such lines.
 * @param others returns the other files that arrived in an hour or later
 */
async function sumsOf(
  { lines, now, onLost }: RollUpOptions,
  files: Files,
  others: (since: string) => Files,
): Promise<ReadonlyMap<string, HourSums>> {
  const sums = new Map<string, HourSums>();
  // Files of earlier days, which are not looked at, may have lines of an hour before this one.
  const oldest = hourAfter(`${oldestDay(now())}T00`, BEFORE);
  for (const file of files) {
    const { lines: read, unread } = readLines(await lines.read(file));
    const inTime = read.filter(({ hour }) => hour >= oldest);
    const lost = unread + read.length - inTime.length;
    if (lost > 0) onLost({ file, lines: lost });
    for (const line of inTime) {
      const known = sums.get(line.hour) ?? openHourSums();
      sums.set(line.hour, known);
      known.add(line);
    }
  }
  const [first] = [...sums.keys()].sort();
  for (const file of first === undefined ? [] : others(hourAfter(first, -BEFORE))) {
    for (const line of readLines(await lines.read(file)).lines) {
      const known = sums.get(line.hour);
      if (known?.has(line.tenantId)) known.add(line);
    }
  }
  return sums;
}

/** Returns the hour that is so many hours later. */
function hourAfter(hour: string, hours: number): string {
  return hourOf(startOf(hour) + hours * HOUR);
}

/** Sets the sums of one hour. */
async function setAll(
  { ledger, isKept }: RollUpOptions,
  hour: string,
  tenants: (readonly [tenantId: string, operations: OperationFigures])[],
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let next = tenants.pop(); next; next = tenants.pop()) {
      const [tenantId, operations] = next;
      if (await isKept(tenantId)) await ledger.setHour(tenantId, hour, operations);
    }
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, worker));
}

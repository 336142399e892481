import { createHash, randomUUID } from 'node:crypto';

import type { Json } from '../../../model/index.ts';
import { COUNT } from '../commands/effect-command.ts';
import type { Item } from '../driver/send.ts';

/** A row that was created or deleted, as a record of a stream says. */
export interface CountedChange {
  /** Names the record, also when it comes again. */
  readonly id: string;
  readonly by: 1 | -1;
  /** When the row changed, in milliseconds since 1970; to the second. */
  readonly at: number;
}

/** The counter of a type that the consumer of changes keeps. */
export interface LateCounter {
  readonly rows: number;
  /** Another text after each write, so that a writer sees whether the counter is as it read it. */
  readonly version: string;
  /** The second of the newest change that is counted, since 1970. */
  readonly asOf: number;
  /** The rows that were created in that second. */
  readonly created: number;
  /** The last second whose changes are in `rows` from a count of all rows. Their records change nothing. */
  readonly since: number;
  /** Whether older rows are not counted yet. */
  readonly isPartial: boolean;
  /** The records that were counted recently, newest first. */
  readonly applied: readonly Applied[];
}

/** Records that were counted by one write. */
interface Applied {
  /** The second of the write, since 1970. */
  readonly at: number;
  /** Their digests, one after the other. */
  readonly digests: string;
}

/** The bytes of a digest, and its characters. One record in 10^11 is taken for one of a thousand others. */
const DIGEST_BYTES = 6;
const DIGEST_LENGTH = 8;
/** Seconds for which counted records are remembered, and how many at most and at least. */
const REMEMBERED = 900;
const MAX_REMEMBERED = 1_000;
const MIN_REMEMBERED = 48;

/** The counter of a type of which no change was counted. */
export const NEW_COUNTER: LateCounter = {
  rows: 0,
  version: '',
  asOf: 0,
  created: 0,
  since: 0,
  isPartial: false,
  applied: [],
};

/**
 * Returns a counter after some changes, or null if all of them are counted. Each record counts once, however often and in
 * whichever batches it comes: the counter names those that it has counted recently.
 *
 * It is never negative. The records of one row come in their order, so at any time each row adds one or nothing.
 */
export function countChanges(
  counter: LateCounter,
  changes: readonly CountedChange[],
  now: number,
): LateCounter | null {
  const known = digestsOf(counter);
  let { rows, asOf, created } = counter;
  let digests = '';
  for (const { id, by, at } of changes) {
    const digest = digestOf(id);
    const second = Math.floor(at / 1000);
    if (second <= counter.since || known.has(digest)) continue;
    known.add(digest);
    digests += digest;
    rows += by;
    if (second > asOf) [asOf, created] = [second, 0];
    if (second === asOf && by > 0) created += 1;
  }
  if (digests === '') return null;
  const applied = [{ at: Math.floor(now / 1000), digests }, ...counter.applied];
  const isPartial = counter.isPartial || rows < 0;
  return { ...counter, rows, asOf, created, isPartial, version: randomUUID(), applied: recent(applied, now) };
}

/** Returns a counter of rows that were counted anew, with all changes up to the end of a second. */
export function countedAnew(rows: number, second: number): LateCounter {
  return { ...NEW_COUNTER, rows, version: randomUUID(), asOf: second, since: second };
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest().subarray(0, DIGEST_BYTES).toString('base64url');
}

function digestsOf({ applied }: LateCounter): Set<string> {
  const known = new Set<string>();
  for (const { digests } of applied)
    for (let at = 0; at < digests.length; at += DIGEST_LENGTH)
      known.add(digests.slice(at, at + DIGEST_LENGTH));
  return known;
}

/** Drops what is old. The last batch stays, whatever its size: its answer to Lambda may be lost. */
function recent(applied: readonly Applied[], now: number): readonly Applied[] {
  let kept = 0;
  return applied.filter(({ at, digests }, place) => {
    const size = digests.length / DIGEST_LENGTH;
    const isRecent = now / 1000 - at <= REMEMBERED && kept + size <= MAX_REMEMBERED;
    if (place > 0 && kept >= MIN_REMEMBERED && !isRecent) return false;
    kept += size;
    return true;
  });
}

/** Returns the attributes of a counter's item. */
export function attributesOf({ rows, version, asOf, created, since, isPartial, applied }: LateCounter): Item {
  return {
    [COUNT]: rows,
    [VERSION]: version,
    asOf,
    created,
    since,
    ...(isPartial ? { isPartial } : {}),
    applied: applied.map(({ at, digests }) => `${at.toString(36)} ${digests}`),
  };
}

/** The attribute of the version. */
export const VERSION = 'version';

/** Reads the item of a counter. */
export function lateCounterOf(item: Item): LateCounter {
  const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
  const { [COUNT]: rows, [VERSION]: version, asOf, created, since, isPartial, applied } = item;
  const texts = Array.isArray(applied) ? applied.filter((one) => typeof one === 'string') : [];
  return {
    rows: number(rows),
    version: typeof version === 'string' ? version : '',
    asOf: number(asOf),
    created: number(created),
    since: number(since),
    isPartial: isPartial === true,
    applied: texts.map((text) => {
      const [at = '', digests = ''] = text.split(' ');
      return { at: Number.parseInt(at, 36), digests };
    }),
  };
}

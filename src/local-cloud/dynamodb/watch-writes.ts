import { setTimeout as pause } from 'node:timers/promises';

import type { SdkHandler, SdkRequest } from '../iam/index.ts';
import type { Doubts, Written } from './doubts.ts';
import { openItemLocks } from './item-locks.ts';
import { idOf, readImages, type Images } from './read-images.ts';
import type { Attributes, Write } from './read-writes.ts';

export interface WriteWatchOptions {
  /** Notes what changed between two images of an item. Returns whether anything did. */
  readonly note: (item: Written, before: Attributes | null, after: Attributes | null) => boolean;
  readonly doubts: Doubts;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called if an item could not be read after a write. It is read again later. */
  readonly onError: (error: unknown) => void;
}

/** Finds out what writes change, by reading the items before and after them. */
export interface WriteWatch {
  /** Makes a call that holds the locks of what it writes, and notes what it changed before the caller gets the answer. */
  call(
    inner: SdkHandler,
    request: SdkRequest,
    options: unknown,
    writes: readonly Write[],
  ): ReturnType<SdkHandler['handle']>;
  /** Notes what writes without an answer have changed since, also those of a process before this one. */
  settle(): Promise<void>;
}

/** Milliseconds for which a call without an answer may still be done. */
const LASTING = 10_000;
/** Milliseconds between two looks at such items. */
const BETWEEN_LOOKS = 500;
/** Attempts to read what a write left, and the milliseconds between two of them. */
const ATTEMPTS = 5;
const PAUSE = 50;

export function openWriteWatch({ note, doubts, now, onError }: WriteWatchOptions): WriteWatch {
  const locks = openItemLocks();
  /** How DynamoDB was reached last. */
  let way: { readonly inner: SdkHandler; readonly request: SdkRequest } | null = null;
  let looked = -Infinity;

  const noteAll = (items: readonly Written[], before: Images, after: Images, isSettled: boolean): void => {
    for (const { table, keys } of items) {
      const id = idOf({ table, keys });
      const image = after.get(id) ?? null;
      const isNoted = note({ table, keys }, before.get(id) ?? null, image);
      if (isSettled) doubts.settle({ table, keys }, isNoted);
      else doubts.leave({ table, keys, before: image });
    }
  };

  const callLocked = async (
    inner: SdkHandler,
    request: SdkRequest,
    options: unknown,
    writes: readonly Write[],
  ): ReturnType<SdkHandler['handle']> => {
    const read = await readImages(inner, request, writes);
    // The write was not sent, so its caller may send it again after the same answer.
    if (read.is === 'refused') return read.answer;
    // What a write without an answer has changed since is noted with this one.
    const before = doubts.known(read.images);
    const doubtful = new Set(writes.filter(doubts.has));
    const beforeOf = (item: Written): Attributes | null => before.get(idOf(item)) ?? null;
    for (const write of writes) doubts.begin({ ...write, before: beforeOf(write) });
    const noteRead = async (items: readonly Write[], isSettled: boolean): Promise<void> => {
      try {
        noteAll(items, before, await readAgain(inner, request, items), isSettled);
      } catch (error) {
        for (const item of items) doubts.leave({ ...item, before: beforeOf(item) });
        onError(error);
      }
    };
    try {
      const answer = await inner.handle(request, options);
      const { statusCode } = answer.response;
      const isKnown = !isBatch(request) && writes.every(({ leaves }) => leaves !== undefined);
      if (statusCode >= 500) await noteRead(writes, false);
      else if (statusCode >= 400) {
        for (const write of writes) if (!doubtful.has(write)) doubts.settle(write, false);
        if (doubtful.size > 0) await noteRead([...doubtful], false);
      } else if (isKnown) noteAll(writes, before, imagesLeft(writes), true);
      else await noteRead(writes, true);
      return answer;
    } catch (error) {
      // A call without an answer may have been done: the items say it.
      await noteRead(writes, false);
      throw error;
    }
  };

  const settleOne = async ({ inner, request }: NonNullable<typeof way>, item: Written): Promise<void> => {
    const release = await locks.take([idOf(item)]);
    try {
      const doubt = doubts.left().find((one) => idOf(one) === idOf(item));
      if (!doubt) return;
      const { before, since } = doubt;
      const after = await readAgain(inner, request, [item]);
      const image = after.get(idOf(item)) ?? null;
      const isNoted = note(item, before, image);
      if (now() - since >= LASTING) doubts.settle(item, isNoted);
      else if (isNoted) doubts.leave({ ...item, before: image });
    } finally {
      release();
    }
  };

  return {
    async call(inner, request, options, writes) {
      way = { inner, request };
      if (writes.length === 0) return inner.handle(request, options);
      const release = await locks.take(writes.map(idOf));
      try {
        return await callLocked(inner, request, options, writes);
      } finally {
        release();
      }
    },
    async settle() {
      const left = doubts.left();
      if (way === null || left.length === 0 || now() - looked < BETWEEN_LOOKS) return;
      looked = now();
      for (const { table, keys } of left) await settleOne(way, { table, keys }).catch(onError);
    },
  };
}

/** @throws what the last attempt threw, or an error that says how DynamoDB refused it */
async function readAgain(
  inner: SdkHandler,
  request: SdkRequest,
  items: readonly Written[],
  attempt = 1,
): Promise<Images> {
  try {
    const read = await readImages(inner, request, items);
    if (read.is === 'read') return read.images;
    throw new Error(`DynamoDB refused to read what a write left: ${read.answer.response.statusCode}`);
  } catch (error) {
    if (attempt === ATTEMPTS) throw error;
    await pause(PAUSE);
    return readAgain(inner, request, items, attempt + 1);
  }
}

/** Returns whether DynamoDB may do a part of a call alone. */
function isBatch({ headers }: SdkRequest): boolean {
  return headers['x-amz-target']?.endsWith('.BatchWriteItem') ?? false;
}

function imagesLeft(writes: readonly Write[]): Images {
  return new Map(
    writes.flatMap((write): readonly [string, Attributes][] =>
      write.leaves ? [[idOf(write), write.leaves]] : [],
    ),
  );
}

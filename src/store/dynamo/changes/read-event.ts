import { isDeepStrictEqual } from 'node:util';

import type { Json, ModelType } from '../../../model/index.ts';
import type { Announced } from '../../port/announced.ts';
import type { RowEvent } from '../../port/row-event.ts';
import { ANSWER, MUTATION, TOO_LARGE } from '../commands/announced-item.ts';
import { unmarshal, type Attributes } from '../driver/marshal.ts';
import type { Item } from '../driver/send.ts';
import { MOVED, RETIRED } from '../keys/keys.ts';
import { rowOf } from '../commands/row-codec.ts';

/**
 * Returns what subscribers see of a change, by the images of the item before and after it. Returns null if they see nothing, or if
 * an image is missing.
 *
 * Attributes that begin with `__` are not visible: a counter or a backfill of keys is no event. A row is deleted for its
 * readers as soon as it is marked for a job, so the end of that job is no event. What a copier puts into another table is
 * none either.
 */
export function rowEventOf(
  type: ModelType,
  event: 'INSERT' | 'MODIFY' | 'REMOVE',
  oldImage: Attributes | null,
  newImage: Attributes | null,
): RowEvent | null {
  if ((event !== 'INSERT' && !oldImage) || (event !== 'REMOVE' && !newImage)) return null;
  const before = readable(oldImage);
  const after = readable(newImage);
  if (after && isCopied(oldImage, newImage)) return null;
  if (!before) return after && { is: 'create', row: rowOf(type, after) };
  if (!after) return { is: 'delete', row: rowOf(type, before) };
  const row = rowOf(type, after);
  return isDeepStrictEqual(rowOf(type, before), row) ? null : { is: 'update', row };
}

/** Returns the answer that an announced item holds; null for one that a copier put. */
export function announcedOf(image: Attributes): Announced | null {
  const { [MUTATION]: mutation, [ANSWER]: answer, [TOO_LARGE]: tooLarge, [MOVED]: moved } = image;
  if (moved !== undefined) return null;
  if (mutation?.S !== undefined && tooLarge) return { mutation: mutation.S, answer: null, tooLarge: true };
  if (mutation?.S === undefined || answer?.S === undefined)
    throw new Error('The event has no mutation or no answer.');
  return { mutation: mutation.S, answer: JSON.parse(answer.S) as Json };
}

/** Returns the item of an image, or null if readers do not see it. */
function readable(image: Attributes | null): Item | null {
  return image && !(RETIRED in image) ? (unmarshal(image) as Item) : null;
}

function isCopied(oldImage: Attributes | null, newImage: Attributes | null): boolean {
  const mark = newImage?.[MOVED]?.S;
  return mark !== undefined && mark !== oldImage?.[MOVED]?.S;
}

import type { TenantDeleter, Part } from '../../store/index.ts';

/** Items of one step, and parts that it looks into. */
const ITEMS = 500;
const LOOKS = 25;

/**
 * Deletes some items of the first of the parts, from a place on, that has any; parts without are passed by, some at a time.
 * `at` is the place that is next: beyond the last one when nothing is left.
 */
export async function eraseSome(
  eraser: TenantDeleter,
  parts: readonly Part[],
  from: number,
): Promise<{ readonly at: number; readonly count: number }> {
  let at = from;
  for (let looks = 0; looks < LOOKS; looks++, at++) {
    const part = parts[at];
    const count = part ? await eraser.erase(part, ITEMS) : 0;
    if (!part || count > 0) return { at, count };
  }
  return { at, count: 0 };
}

/** The place of the first part that has anything; null when all are empty. */
export async function firstLeft(eraser: TenantDeleter, parts: readonly Part[]): Promise<number | null> {
  for (const [at, part] of parts.entries()) if (!(await eraser.isEmpty(part))) return at;
  return null;
}

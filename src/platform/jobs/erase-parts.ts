import type { TenantDeleter, Part } from '../../store/index.ts';

/** Maximum items that one step deletes, and parts that it inspects. */
const MAX_ITEMS = 500;
const MAX_PARTS = 25;

/**
 * Deletes some items of the first part that has any, beginning with part number `from`. Skips empty parts, up
 * to a limit. Returns the next `at`, which is beyond the last part if nothing is left.
 */
export async function eraseSome(
  deleter: TenantDeleter,
  parts: readonly Part[],
  from: number,
): Promise<{ readonly at: number; readonly count: number }> {
  let at = from;
  for (let looks = 0; looks < MAX_PARTS; looks++, at++) {
    const part = parts[at];
    const count = part ? await deleter.erase(part, MAX_ITEMS) : 0;
    if (!part || count > 0) return { at, count };
  }
  return { at, count: 0 };
}

/** Items that the next step deletes: the first ones of a part, up to a sort key. */
export type Due = Readonly<{ part: Part; count: number; through: string }>;

/**
 * Returns the first items of the first part that has any, beginning with part number `from`. Skips empty parts, up to a
 * limit. `at` is beyond the last part if nothing is left.
 */
export async function nextDue(
  deleter: TenantDeleter,
  parts: readonly Part[],
  from: number,
): Promise<{ readonly at: number; readonly due: Due | null }> {
  let at = from;
  for (let looks = 0; looks < MAX_PARTS; looks++, at++) {
    const part = parts[at];
    if (!part) return { at, due: null };
    const { count, through } = await deleter.count(part, MAX_ITEMS);
    if (through !== null) return { at, due: { part, count, through } };
  }
  return { at, due: null };
}

/** Returns the number of the first part with items, or null if all parts are empty. */
export async function firstLeft(deleter: TenantDeleter, parts: readonly Part[]): Promise<number | null> {
  for (const [at, part] of parts.entries()) if (!(await deleter.isEmpty(part))) return at;
  return null;
}

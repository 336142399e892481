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

/** Returns the number of the first part with items, or null if all parts are empty. */
export async function firstLeft(deleter: TenantDeleter, parts: readonly Part[]): Promise<number | null> {
  for (const [at, part] of parts.entries()) if (!(await deleter.isEmpty(part))) return at;
  return null;
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Dumped } from '../platform/dump.ts';

/** What differs between two runs of the same request: ids, tokens, hashes and times. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  // A UUID in a key of an index.
  [/![-\w]{22}(?!\w)/g, '<id>'],
  // A link ends in a hash of the key of its row, which the same item has too.
  [/(#LINK#[0-9A-F]#"\}?,"__sk":(?:\{"S":)?"[-\w]{22}#)[-\w]{22}#/g, '$1<hash>#'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b[0-9a-f]{64}\b/g, '<hash>'],
  [/\b[0-9a-f]{20}\b/g, '<key>'],
  [/\b1[0-9]{9}([0-9]{3})?\b/g, '<seconds>'],
  [/\bnew-[a-z2-7]{8}\b/g, '<tenant>'],
  // The partition of the list of tenants, by a hash of the id.
  [/\bTENANTS#\d+\b/g, 'TENANTS#<shard>'],
];

/** Replaces what differs between two runs of the same request. */
export function settled(value: unknown): string {
  return VOLATILE.reduce(
    (json, [pattern, word]) => json.replace(pattern, word),
    JSON.stringify(ordered(value)),
  );
}

/** Returns a value whose names are in one order; DynamoDB keeps none. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, ordered(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Items of the meter, which has tests of its own. */
export const METERED = /\b(USAGE|FLEET|LIMIT)#/;
/** Answers that are kept for a repeat. They are sealed, so that no two are equal. */
const KEPT = /\b(ANSWER|REQUEST)#/;

/**
 * Returns the items of all tables as sorted texts. Leaves out which write came last and which shard of a counter it took.
 * Two states with the same texts hold the same rows, unique values, counts, references, audit events and records.
 */
export function stateOf(items: readonly Dumped[]): readonly string[] {
  const counts = new Map<string, number>();
  const texts = items.flatMap(({ key, item }) => {
    if (METERED.test(key) || KEPT.test(key)) return [];
    const [counter] = /^data \S+#COUNT# .*#(?=\d+#$)/.exec(key) ?? [];
    if (counter !== undefined) {
      counts.set(counter, (counts.get(counter) ?? 0) + numberOf(item['count']));
      return [];
    }
    const { '0w': _write, ...rest } = item;
    return [settled(rest)];
  });
  return [...texts, ...[...counts].map((count) => settled(count))].sort();
}

function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}

/** Returns what one state has more often than another. */
export function surplus(of: readonly string[], over: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const text of over) left.set(text, (left.get(text) ?? 0) + 1);
  return of.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

import { Refusal } from '../../tenant/index.ts';
import type { ComparedFields } from '../../model/index.ts';
import type { Row } from './access.ts';
import type { Filter } from './filter.ts';
import { matches } from './matches.ts';

/** The most bytes of the tests that run in memory, as JSON: some hundred names. */
const MAX_BYTES = 16_384;

/** Returns whether a filter compares what a client sees of an owner. */
export function hasShown(filter: Filter): boolean {
  if ('and' in filter) return filter.and.some(hasShown);
  if ('or' in filter) return filter.or.some(hasShown);
  if ('not' in filter) return hasShown(filter.not);
  return filter.shown === true;
}

/**
 * Splits a filter into what a database evaluates and what is left to `matches`. A row must meet both.
 * @throws {Refusal} VALIDATION_FAILED if too much is left
 */
export function splitShown(filter: Filter | null): {
  readonly stored: Filter | null;
  readonly shown: Filter | null;
} {
  if (!filter || !hasShown(filter)) return { stored: filter, shown: null };
  const parts = partsOf(filter);
  const shown = parts.filter(hasShown);
  if (Buffer.byteLength(JSON.stringify(shown)) > MAX_BYTES)
    throw new Refusal(
      'VALIDATION_FAILED',
      'The filter is too large: use fewer conditions, or filter in steps.',
    );
  const stored = parts.filter((part) => !hasShown(part));
  return { stored: stored.length === 0 ? null : { and: stored }, shown: { and: shown } };
}

function partsOf(filter: Filter): readonly Filter[] {
  return 'and' in filter ? filter.and.flatMap(partsOf) : [filter];
}

/**
 * Returns a filter without tests of names: each is decided by the row as it was read. The filter also demands that the
 * fields of these tests have not changed.
 */
export function decideShown(filter: Filter, compared: ComparedFields, row: Row): Filter {
  const fields = new Set<string>();
  const decided = decide(filter);
  const unchanged = [...fields].map((field): Filter => ({ field, op: 'eq', value: row[field] ?? null }));
  return { and: [...unchanged, decided] };

  function decide(part: Filter): Filter {
    if ('and' in part) return { and: part.and.map(decide) };
    if ('or' in part) return { or: part.or.map(decide) };
    if ('not' in part) return { not: decide(part.not) };
    if (!part.shown || typeof part.field !== 'string') return part;
    fields.add(part.field);
    return matches(part, row, compared) ? { and: [] } : { or: [] };
  }
}

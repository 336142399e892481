import type { ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build } from '../build.ts';
import type { Context } from '../context.ts';
import { requireAll } from '../tables/permit.ts';
import type { Related, Write } from './permit-selection.ts';
import { absentRow, otherRow, withKnown } from './other-row.ts';

type Operation = Write['operation'];

/**
 * Returns what a write calls with its row, and the row as the answer shows it. Returns the row unchanged if nothing that is
 * selected depends on other rows.
 */
export function relatedOf(
  build: Build,
  type: ModelType,
  related: readonly Related[],
  context: Context,
  operation: Operation,
): { readonly before?: (row: Row) => Promise<void>; readonly shown: (row: Row) => Row } {
  if (related.length === 0) return { shown: (row) => row };
  let known: Readonly<Record<string, Row>> = {};
  return {
    before: async (row) => {
      known = await findRelated(build, type, related, row, context, operation);
    },
    // A delete may also have deleted the others. Any other write may have changed them, so that they are read again.
    shown: (row) => (operation === 'delete' ? withKnown(row, known) : row),
  };
}

/**
 * Reads the rows that a mutation selects in required relations, before it writes. Without one of them the answer would
 * be null, as if nothing had been written.
 * @returns the rows by the names of the relations
 * @throws {Refusal} FORBIDDEN for a row that the caller may not get, DANGLING_REFERENCE for one that does not exist
 */
async function findRelated(
  build: Build,
  type: ModelType,
  related: readonly Related[],
  row: Row,
  context: Context,
  operation: Operation,
): Promise<Readonly<Record<string, Row>>> {
  const known: Record<string, Row> = {};
  for (const { field, target, demands, related: further } of related) {
    if (field.kind.is !== 'toOne') continue;
    const { index, from } = field.kind;
    const other = await otherRow(build, type, field, field.kind, row, context);
    if (other) {
      requireAll(target, demands, other);
      known[field.name] = withKnown(
        other,
        await findRelated(build, target, further, other, context, operation),
      );
      continue;
    }
    // The store checks the key of a new row, which may be its own.
    const isChecked =
      operation === 'create' && index === null && from.every((name) => (row[name] ?? null) !== null);
    if (!isChecked) throw absentRow(type, field, field.kind);
  }
  return known;
}

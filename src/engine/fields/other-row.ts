import { type Field, type Json, keyFields, type ModelType, type ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { Refusal } from '../../tenant/index.ts';
import type { Build } from '../build.ts';
import type { Context } from '../context.ts';
import { tableOf } from './table-of.ts';

/** The rows of relations that were read before a row was written. Its name is no field's, so no client can give it. */
const KNOWN = Symbol('known');

type Knowing = Row & { readonly [KNOWN]?: Readonly<Record<string, Row>> };

/** Returns a row that knows the rows of some of its relations. */
export function withKnown(row: Row, known: Readonly<Record<string, Row>>): Row {
  return { ...row, [KNOWN]: known };
}

/**
 * Returns the row of a to-one relation, or null if it does not exist.
 * @throws {Refusal} FORBIDDEN for a row that the rules hide from the caller
 */
export async function otherRow(
  build: Build,
  type: ModelType,
  field: Field,
  relation: ToOne,
  row: Row,
  context: Context,
): Promise<Row | null> {
  const known = (row as Knowing)[KNOWN]?.[field.name];
  if (known) return known;
  const target = build.model.models[relation.target];
  if (!target) throw new Error(`The model refers to a type "${relation.target}" that it does not hold.`);
  const site = { field: field.name, on: type.name };
  const values = valuesOf(row, relation.from);
  if (!values) return null;
  const table = tableOf(context, target);
  const index = target.indexes.find((candidate) => candidate.name === relation.index);
  if (!index) {
    const key = keyFields(target.key).map((name, place) => [name, values[place] ?? null] as const);
    return table.get(Object.fromEntries(key), site);
  }
  const request = { index, where: values, range: null, limit: 1, binding: `${type.name}.${field.name}` };
  const page = await table.page(request, site);
  return page.rows[0] ?? null;
}

/** Returns the refusal of a row that must have another one and does not: one that was deleted or imported before. */
export function absentRow(type: ModelType, field: Field, { index, from, target }: ToOne): Refusal {
  const names = from.map((name) => `"${name}"`).join(' and ');
  const message =
    index === null
      ? `"${field.name}" of ${type.name} is required, but the ${target} that ${names} refers to does not exist.`
      : `"${field.name}" of ${type.name} is required, but no ${target} refers to the row.`;
  return new Refusal('DANGLING_REFERENCE', message);
}

/** Returns the values of these fields, or null if one is missing, because then no row can match. */
export function valuesOf(row: Row, fields: readonly string[]): readonly Json[] | null {
  const values = fields.map((field) => row[field] ?? null);
  return values.includes(null) ? null : values;
}

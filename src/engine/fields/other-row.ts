import { type Field, type Json, keyFields, type ModelType, type ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { BatchRead } from '../../executor/index.ts';
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

/**
 * Opens the read of a to-one relation for many rows: `otherRow` for each, with the error in place of one that fails. Each other row
 * is asked for once. The relation must be by the key of the other type.
 * @throws {Refusal} FORBIDDEN if the rules hide all other rows
 */
export function openOtherRows(
  type: ModelType,
  field: Field,
  { from, target }: { readonly from: readonly string[]; readonly target: ModelType },
  context: Context,
): BatchRead {
  const names = keyFields(target.key);
  const get = tableOf(context, target).openGet({ field: field.name, on: type.name });
  const asked = new Map<Json, Promise<Row | null | Error>>();
  const found: (Promise<Row | null | Error> | Row | null)[] = [];
  const ask = (values: readonly Json[]): Promise<Row | null | Error> => {
    const [only = null] = values;
    const id = values.length === 1 ? only : JSON.stringify(values);
    const known = asked.get(id);
    if (known) return known;
    const key = Object.fromEntries(names.map((name, at) => [name, values[at] ?? null] as const));
    const other = get(key).catch((error: unknown) => error as Error);
    asked.set(id, other);
    return other;
  };
  return {
    add(source) {
      const row = source as Knowing;
      const known = row[KNOWN]?.[field.name];
      const values = known ? null : valuesOf(row, from);
      found.push(known ?? (values && ask(values)));
    },
    values: async () => {
      const others = new Map<unknown, Row | null | Error>();
      for (const other of asked.values()) others.set(other, await other);
      return found.map((other) => (others.has(other) ? others.get(other) : other));
    },
  };
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

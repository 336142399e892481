import { type Field, type Json, keyFields, type ModelType, type ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { Refusal } from '../../tenant/index.ts';
import type { Build, FieldConfig } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { tableOf } from './table-of.ts';

/** Returns `task.assignee`: the row that this row's key fields name. All such reads of a tick are one batch. */
export function toOneField(build: Build, type: ModelType, field: Field, relation: ToOne): FieldConfig {
  const target = build.model.models[relation.target];
  if (!target) throw new Error(`The model refers to a type "${relation.target}" that it does not hold.`);
  const site = { field: field.name, on: type.name };
  const index = target.indexes.find((candidate) => candidate.name === relation.index) ?? null;
  const key = keyFields(target.key);
  const found = (other: Row | null): Row | null => {
    if (other || !field.type.required) return other;
    throw absent(type, field, relation);
  };
  return {
    type: build.types.output(field.type),
    ...withCostKind({ is: 'row', byQuery: index !== null }),
    resolve: async (row, _args, context) => {
      const values = valuesOf(row as Row, relation.from);
      if (!values) return found(null);
      const table = tableOf(context, target);
      if (!index)
        return found(
          await table.get(Object.fromEntries(key.map((name, place) => [name, values[place] ?? null])), site),
        );
      const request = { index, where: values, range: null, limit: 1, binding: `${type.name}.${field.name}` };
      const page = await table.page(request, site);
      return found(page.rows[0] ?? null);
    },
  };
}

/** Returns the refusal of a row that must have another one and does not: one that was deleted or imported before. */
function absent(type: ModelType, field: Field, { index, from, target }: ToOne): Refusal {
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

import { type Field, type Json, keyFields, type ModelType, type ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

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
  return {
    type: build.types.output(field.type),
    ...withCostKind({ is: 'row', byQuery: index !== null }),
    resolve: async (row, _args, context) => {
      const values = valuesOf(row as Row, relation.from);
      if (!values) return null;
      const table = tableOf(context, target);
      if (!index)
        return table.get(Object.fromEntries(key.map((name, place) => [name, values[place] ?? null])), site);
      const request = { index, where: values, range: null, limit: 1, binding: `${type.name}.${field.name}` };
      const page = await table.page(request, site);
      return page.rows[0] ?? null;
    },
  };
}

/** Returns the values of these fields, or null if one is missing, because then no row can match. */
export function valuesOf(row: Row, fields: readonly string[]): readonly Json[] | null {
  const values = fields.map((field) => row[field] ?? null);
  return values.includes(null) ? null : values;
}

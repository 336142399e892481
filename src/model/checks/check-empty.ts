import { isModel } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';

/** Reports a schema without any query, because GraphQL requires one. */
export function checkEmpty(schema: SchemaDraft): void {
  const models = [...schema.types.values()].filter(isModel);
  const custom = schema.types.get('Query')?.fields.size ?? 0;
  const generated = models.some(
    ({ model: { operations, indexes } }) =>
      operations.get !== null ||
      operations.list !== null ||
      indexes.some(({ queryField }) => queryField !== null),
  );
  if (custom === 0 && !generated) {
    schema.report('empty-schema', 'The schema has no query: no @model, and no field on Query.', {
      hint: 'Add @model to a type, or declare "type Query".',
    });
  }
}

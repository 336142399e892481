import { isModel, type ModelTypeDraft, type SchemaDraft } from '../draft.ts';

/** DynamoDB's quota: 20 global secondary indexes a table. */
const MOST_INDEXES = 20;

/** Reports models that nobody can reach, an API without queries, and more indexes than a table holds. */
export function checkReach(schema: SchemaDraft): void {
  const models = [...schema.types.values()].filter(isModel);
  for (const type of models) {
    const count = type.model.indexes.length;
    if (count > MOST_INDEXES) {
      schema.report('invalid-index', `${type.name} has ${count} indexes, those of relations included.`, {
        at: type.node,
        hint: `A table holds ${MOST_INDEXES}: remove some.`,
      });
    }
    if (!type.model.join && !hasAuth(type, schema)) {
      schema.report('no-auth', `${type.name} has no @auth: nobody reaches it through the API.`, {
        at: type.node?.name,
        hint: 'Add @auth(rules: [{ allow: private }]) for every member of the tenant, or leave it to resolvers.',
        severity: 'warning',
      });
    }
  }
  const custom = schema.types.get('Query')?.fields.size ?? 0;
  const generated = models.some(
    ({ model: { operations, indexes } }) =>
      operations.get !== null ||
      operations.list !== null ||
      indexes.some(({ queryField }) => queryField !== null),
  );
  if (custom === 0 && !generated && schema.broken.size === 0) {
    schema.report('empty-schema', 'The schema has no query: no @model, and no field on Query.', {
      hint: 'Add @model to a type, or declare "type Query".',
    });
  }
}

function hasAuth(type: ModelTypeDraft, { uses }: SchemaDraft): boolean {
  return uses.some((use) => use.type === type && /^(auth|aws_\w+)$/.test(use.name));
}

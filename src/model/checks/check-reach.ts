import { isModel, type ModelTypeDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { baseName } from '../type-ref.ts';

/** The most global secondary indexes of a table: DynamoDB's default quota. */
const MOST_INDEXES = 20;

/** Reports models that no caller can reach, and more indexes than a table holds. */
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
    if (type.model.join) checkJoin(type, schema);
    else if (isClosed(type, schema)) {
      schema.report(
        'no-auth',
        `${type.name} has @auth without a rule: no caller reaches it through the API.`,
        {
          at: type.node?.name,
          hint: 'Write a rule: @auth(rules: [{ allow: private }]) is for every member of the tenant.',
          severity: 'warning',
        },
      );
    } else if (!hasAuth(type, schema)) {
      schema.report('no-auth', `${type.name} has no @auth: no caller reaches it through the API.`, {
        at: type.node?.name,
        hint: 'Add @auth(rules: [{ allow: private }]) for every member of the tenant, or leave it to resolvers.',
        severity: 'warning',
      });
    }
  }
}

/** Reports a rule that a join model cannot inherit from the two types that it links: one that reads a groups field. */
function checkJoin(type: ModelTypeDraft, schema: SchemaDraft): void {
  const sides = [...type.fields.values()]
    .map((field) => schema.types.get(baseName(field.type)))
    .filter(isModel);
  const refused = sides.some((side) => side.model.rules.length === 0);
  if (type.model.rules.length > 0 || refused) return;
  schema.report(
    'no-auth',
    `${type.name} inherits no rule from the types that it links: no caller reaches the links through the API.`,
    {
      at: sides[0]?.node?.name,
      hint: 'A link has no groups field: add a rule that does not read one to either side.',
      severity: 'warning',
    },
  );
}

/** Returns whether a type says `@auth(rules: [])`. */
function isClosed(type: ModelTypeDraft, { uses }: SchemaDraft): boolean {
  const own = uses.filter((use) => use.type === type && use.field === null && use.name === 'auth');
  return own.length > 0 && own.every(({ values }) => values.groups('rules').length === 0);
}

function hasAuth(type: ModelTypeDraft, { uses }: SchemaDraft): boolean {
  return uses.some((use) => use.type === type && /^(auth|aws_\w+)$/.test(use.name));
}

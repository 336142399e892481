import type { Directive } from '../directive.ts';
import { indexQueryName } from '../names.ts';
import { checkKey } from './check-key.ts';
import { onModel } from './on-model.ts';

interface IndexArguments {
  readonly name: string | undefined;
  readonly sortKeyFields: readonly string[];
  readonly queryField: string | null | undefined;
  readonly projection: string;
}

/** The form of an index's name that DynamoDB allows: `byProject`. */
const NAME = /^[A-Za-z0-9_.-]{3,255}$/;

/** Adds a secondary index and the Query field that reads it. */
export const index: Directive<IndexArguments> = {
  sdl: `
"""
Adds an index with this field as its hash, and a Query field that reads it.
\`queryField\` defaults to a name such as \`tasksByProjectIdAndDue\`; \`null\` makes none.
"""
directive @index(
  name: String
  sortKeyFields: [String]
  queryField: String
  projection: IndexProjection
) repeatable on FIELD_DEFINITION

input IndexProjection {
  type: IndexProjectionType!
  nonKeyAttributes: [String]
}

enum IndexProjectionType {
  ALL
  KEYS_ONLY @deprecated(reason: "Not supported: an index holds whole rows.")
  INCLUDE @deprecated(reason: "Not supported: an index holds whole rows.")
}`,

  read: (values) => ({
    name: values.text('name'),
    sortKeyFields: values.texts('sortKeyFields') ?? [],
    queryField: values.nullableText('queryField'),
    projection: values.group('projection')?.text('type') ?? 'ALL',
  }),

  onField: ({ name: written, sortKeyFields, queryField, projection }, site) => {
    const { schema, node, subject, type, field } = site;
    const model = onModel(site);
    if (!model) return;
    if (projection !== 'ALL') {
      schema.report('unsupported-projection', `${subject} asks for the projection ${projection}.`, {
        at: node,
        hint: 'Remove "projection": an index holds whole rows.',
      });
    }
    const sort = checkKey(site, sortKeyFields, false);
    const usual = indexQueryName(type.name, [field.name, ...sortKeyFields]);
    const name = written ?? usual;
    if (!NAME.test(name)) {
      schema.report('invalid-index', `${subject} has the name "${name}", which is no name of an index.`, {
        at: node,
        hint: 'Use 3 to 255 letters, digits, "_", "." or "-".',
      });
    }
    if (model.indexes.some((other) => other.name === name)) {
      schema.report('invalid-index', `${subject} is the second index "${name}" of ${type.name}.`, {
        at: node,
        hint: 'Give each index of a type a name of its own.',
      });
      return;
    }
    model.indexes.push({
      name,
      hash: field.name,
      sort,
      queryField: queryField === undefined ? usual : queryField,
      declared: true,
    });
  },
};

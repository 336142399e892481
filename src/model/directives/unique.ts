import type { Directive, FieldSite } from '../directive.ts';
import type { FieldDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import type { Unique } from '../model.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';
import { requireField } from './require-field.ts';

interface UniqueArguments {
  readonly fields: readonly string[];
}

/** Prevents two rows of a tenant from sharing a value, or a combination of values. */
export const unique: Directive<UniqueArguments> = {
  sdl: `
"""
No two rows of a tenant share the value of this field or, with \`fields\`, the combination of this and those fields.
A row in which one of them is null shares nothing.
"""
directive @unique(fields: [String!]) repeatable on FIELD_DEFINITION`,

  read: (values) => ({ fields: values.texts('fields') ?? [] }),

  onField: ({ fields: others }, site) => {
    const model = onModel(site);
    if (!model || !others.every((name) => requireField(site, site.type, name))) return;
    const made = uniqueOf([site.field.name, ...others]);
    if (!checkFields(made, site)) return;
    const known = model.uniques.find(
      (one) => [...one.fields].sort().join() === [...made.fields].sort().join(),
    );
    if (known) {
      site.schema.report('invalid-unique', `${site.subject} repeats the combination "${known.name}".`, {
        at: site.node,
        hint: 'Remove one: the order of the fields makes no difference.',
      });
      return;
    }
    model.uniques.push(made);
  },
};

/** Returns the combination of fields, named by them: `projectId+number`. */
export function uniqueOf(fields: readonly string[]): Unique {
  return { name: fields.join('+'), fields };
}

function checkFields({ fields }: Unique, { schema, subject, node, type }: FieldSite): boolean {
  const twice = fields.find((name, place) => fields.indexOf(name) !== place);
  if (twice !== undefined) {
    schema.report('invalid-unique', `${subject} names "${twice}" twice.`, {
      at: node,
      hint: `Remove the second "${twice}"; the field itself need not be named.`,
    });
    return false;
  }
  const wrong = fields.map((name) => type.fields.get(name)).find((field) => field && !isPlain(field, schema));
  if (!wrong) return true;
  const written = printTypeRef(wrong.type);
  schema.report('invalid-unique', `${subject} compares ${type.name}.${wrong.name} of type ${written}.`, {
    at: node,
    hint: 'Compare fields that clients write and that are one scalar or enum; for a relation, its foreign key.',
  });
  return false;
}

/**
 * Returns whether a field is stored and holds one scalar or enum. Not JSON, because one value has many spellings there.
 */
function isPlain({ type, kind, arguments: args }: FieldDraft, { types, unions }: SchemaDraft): boolean {
  const base = baseName(type);
  return (
    kind.is === 'stored' &&
    Object.keys(args).length === 0 &&
    !isList(type) &&
    base !== 'AWSJSON' &&
    !types.has(base) &&
    !unions.has(base)
  );
}

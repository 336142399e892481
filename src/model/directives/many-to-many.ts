import type { DirectiveUse } from '../directive-use.ts';
import type { Directive, FieldSite } from '../directive.ts';
import { isModel, type ModelTypeDraft } from '../draft.ts';
import { keyFields } from '../key-fields.ts';
import { isName, nameHint, upperFirst } from '../names.ts';
import { baseName } from '../type-ref.ts';
import { joinModel } from './join-model.ts';
import { endsOf } from './relation.ts';
import { limitOf } from './relation-arguments.ts';

interface ManyToManyArguments {
  readonly relationName: string | undefined;
  readonly limit: number | undefined;
}

/** Links the rows of two models by a third model, which is added here. */
export const manyToMany: Directive<ManyToManyArguments> = {
  sdl: `
"""Links rows of two types by a join model named \`relationName\`. Both types carry it."""
directive @manyToMany(relationName: String!, limit: Int) on FIELD_DEFINITION`,

  read: (values) => ({ relationName: values.text('relationName'), limit: values.number('limit') }),

  onField: ({ relationName, limit }, site) => {
    const ends = endsOf(site, true);
    if (!ends || relationName === undefined) return;
    const name = upperFirst(relationName.replace(/^[^_A-Za-z]+|\W/g, ''));
    if (!checkName(name, relationName, site) || !checkPair(relationName, site)) return;
    const { own, target } = ends;
    const join = joinOf(name, own, target, site);
    if (!join) return;
    const from = keyFields(own.model.key);
    site.field.kind = {
      is: 'toMany',
      directive: 'manyToMany',
      target: join.name,
      from,
      index: `by${own.name}`,
      limit: limitOf(limit, site),
    };
  },
};

function checkName(name: string, written: string, { schema, subject, node }: FieldSite): boolean {
  if (isName(name)) return true;
  schema.report('invalid-name', `${subject} is named "${written}", which is not a GraphQL name.`, {
    at: node,
    hint: nameHint,
  });
  return false;
}

/**
 * Checks that a relation has exactly two ends, each pointing at the other's type. Reports the first end of a wrong set.
 */
function checkPair(relationName: string, { schema, subject, node, field, type }: FieldSite): boolean {
  const sides = schema.uses.filter(
    (use) => use.name === 'manyToMany' && use.values.text('relationName') === relationName,
  );
  const [first, second] = sides;
  if (first && second && sides.length === 2 && first.type !== second.type && facing(first, second))
    return true;
  if (first?.field === field) {
    const wanted = baseName(field.type);
    schema.report(
      'one-sided-relation',
      `${subject}(relationName: "${relationName}") has ${sides.length} sides that do not pair.`,
      {
        at: node,
        hint:
          wanted === type.name
            ? 'Link a type with itself by a @model of its own that has two @belongsTo fields.'
            : `Write it on exactly two fields: here, and on a field of type [${type.name}] in ${wanted}.`,
      },
    );
  }
  return false;
}

function facing(a: DirectiveUse, b: DirectiveUse): boolean {
  return (
    a.field !== null &&
    b.field !== null &&
    baseName(a.field.type) === b.type.name &&
    baseName(b.field.type) === a.type.name
  );
}

/** Returns the join model. The first end of the relation creates it, the second finds it. */
function joinOf(
  name: string,
  own: ModelTypeDraft,
  target: ModelTypeDraft,
  site: FieldSite,
): ModelTypeDraft | null {
  const { schema, subject, node } = site;
  const existing = schema.types.get(name);
  if (isModel(existing) && existing.model.join) return existing;
  if (existing || schema.enums.has(name) || schema.inputs.has(name) || schema.unions.has(name)) {
    schema.report('reserved-name', `${subject} makes the type "${name}", which the schema declares too.`, {
      at: node,
      hint: 'Choose another relationName, or rename the type.',
    });
    return null;
  }
  const made = joinModel(name, own, target);
  schema.types.set(name, made);
  return made;
}

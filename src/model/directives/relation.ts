import type { FieldSite } from '../directive.ts';
import { addedField, isModel, type ModelTypeDraft } from '../draft.ts';
import { keyFields } from '../key-fields.ts';
import type { Key } from '../model.ts';
import { camelCase } from '../names.ts';
import { didYouMean } from '../suggest.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';
import { requireField } from './require-field.ts';

/** Both ends of a relation, once each is known to be a model. */
export interface Ends {
  readonly own: ModelTypeDraft;
  readonly target: ModelTypeDraft;
}

/**
 * Returns the ends of a relation, or null after reporting that one is not a model or that the field has the wrong
 * shape.
 */
export function endsOf(site: FieldSite, many: boolean): Ends | null {
  const { schema, subject, node, field, type } = site;
  if (!onModel(site) || !isModel(type)) return null;
  const name = baseName(field.type);
  const target = schema.types.get(name);
  if (!isModel(target)) {
    if (schema.broken.has(name)) return null;
    const models = [...schema.types.values()].filter(isModel).map((model) => model.name);
    schema.report('unknown-model', `${subject} points at "${name}", which is not a @model.`, {
      at: node,
      hint: didYouMean(name, models) ?? `Add @model to type ${name}, or remove the directive.`,
    });
    return null;
  }
  if (isList(field.type) !== many) {
    schema.report('invalid-relation', `${subject} is on a field of type ${printTypeRef(field.type)}.`, {
      at: node,
      hint: many
        ? `Write "[${name}]", or use @hasOne or @belongsTo.`
        : `Write "${name}", or use @hasMany or @manyToMany.`,
    });
    return null;
  }
  return { own: type, target };
}

/** Returns the names of the implicit foreign key of a field, one for each field of the key: `projectTasksId`. */
export function foreignKeyNames(holder: string, field: string, key: Key): readonly string[] {
  return keyFields(key).map((name) => camelCase([holder, field, name]));
}

/** Adds the fields of a foreign key that a type does not declare. Their types are those of the key's fields. */
export function addForeignKey(
  type: ModelTypeDraft,
  names: readonly string[],
  copied: ModelTypeDraft,
  required: boolean,
): void {
  keyFields(copied.model.key).forEach((keyField, place) => {
    const name = names[place];
    if (name === undefined || type.fields.has(name)) return;
    const source = copied.fields.get(keyField);
    type.fields.set(name, addedField(name, { name: source ? baseName(source.type) : 'ID', required }));
  });
}

/** Checks that fields exist and match the fields of a key, all of them or the leading ones. */
export function matchKey(
  site: FieldSite,
  holder: ModelTypeDraft,
  names: readonly string[],
  keyed: ModelTypeDraft,
  key: Key,
  how: 'whole' | 'leading',
): boolean {
  const { schema, subject, node } = site;
  const wanted = keyFields(key);
  const fits =
    how === 'whole' ? names.length === wanted.length : names.length > 0 && names.length <= wanted.length;
  if (!fits) {
    schema.report(
      'invalid-relation',
      `${subject} names ${names.length} fields for the key of ${keyed.name}, which has ${wanted.length}: ${wanted.join(', ')}.`,
      {
        at: node,
        hint: `Name ${how === 'whole' ? 'one field' : 'at most one field'} for each, in that order.`,
      },
    );
    return false;
  }
  return names.every((name, place) => {
    const field = requireField(site, holder, name);
    const keyField = keyed.fields.get(wanted[place] ?? '');
    if (!field) return false;
    if (!keyField || (!isList(field.type) && alike(baseName(field.type), baseName(keyField.type))))
      return true;
    schema.report(
      'invalid-relation',
      `${subject} compares ${holder.name}.${name}: ${printTypeRef(field.type)} with ${keyed.name}.${keyField.name}: ${printTypeRef(keyField.type)}.`,
      { at: node, hint: `Declare "${name}: ${baseName(keyField.type)}".` },
    );
    return false;
  });
}

/** Returns whether two types compare as equal values. An ID is stored as a string. */
function alike(a: string, b: string): boolean {
  return a === b || (['ID', 'String'].includes(a) && ['ID', 'String'].includes(b));
}

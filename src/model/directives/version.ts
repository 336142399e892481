import type { Directive, FieldSite } from '../directive.ts';
import { keyFields } from '../key-fields.ts';
import { printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';

/** Counts the writes of a row, so that a client can refuse to overwrite changes that it has not seen. */
export const version: Directive<null> = {
  sdl: `
"""
Counts the writes of a row, beginning with 1. No client writes it. \`update\` and \`delete\` then take \`expectedVersion\`
and are refused when the row has another one.
"""
directive @version on FIELD_DEFINITION`,

  read: () => null,

  onField: (_args, site) => {
    const model = onModel(site);
    if (!model) return;
    const misfit = misfitOf(site, model.version);
    if (misfit === null) {
      model.version = site.field.name;
      site.field.kind = { is: 'implicit' };
      return;
    }
    const { schema, subject, node } = site;
    schema.report('invalid-version', `${subject} ${misfit.why}.`, { at: node, hint: misfit.hint });
  },
};

/** The argument that update and delete get, in addition to the fields of the row. */
const ARGUMENT = 'expectedVersion';

function misfitOf({ type, field }: FieldSite, other: string | null): { why: string; hint: string } | null {
  const written = printTypeRef(field.type);
  if (written !== 'Int' && written !== 'Int!')
    return { why: `is on a field of type ${written}`, hint: `Declare "${field.name}: Int!".` };
  if (other !== null) return { why: `is the second @version of ${type.name}`, hint: 'Keep one.' };
  if (type.fields.has(ARGUMENT)) {
    return {
      why: `needs the name "${ARGUMENT}", which ${type.name} has for a field`,
      hint: `Rename "${ARGUMENT}".`,
    };
  }
  if (Object.keys(field.arguments).length > 0)
    return { why: 'is on a field with arguments', hint: 'Remove the arguments: the field is stored.' };
  if (field.default !== undefined || field.validations.length > 0)
    return { why: 'is next to @default or @validate', hint: 'Remove those: the count begins with 1.' };
  if (
    type.model &&
    [type.model.key, ...type.model.indexes].some((key) => keyFields(key).includes(field.name))
  )
    return { why: 'is on a field of a key', hint: 'Remove it from the key: it changes with each write.' };
  return null;
}

import type { FieldSite } from '../directive.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';
import { requireField } from './require-field.ts';

/** Checks that the hash field and the sort fields can be a key. Returns the sort fields that are valid. */
export function checkKey(
  site: FieldSite,
  sortKeyFields: readonly string[],
  required: boolean,
): readonly string[] {
  const { schema, node, subject, type, field } = site;
  const seen = new Set([field.name]);
  checkType(site, field.name, required, false);
  return sortKeyFields.filter((name) => {
    if (!requireField(site, type, name)) return false;
    if (seen.has(name)) {
      schema.report('invalid-key', `${subject} names "${name}" twice.`, {
        at: node,
        hint: `Remove the second "${name}".`,
      });
      return false;
    }
    seen.add(name);
    checkType(site, name, required, true);
    return true;
  });
}

function checkType(
  { schema, node, subject, type }: FieldSite,
  name: string,
  required: boolean,
  sort: boolean,
): void {
  const keyField = type.fields.get(name);
  if (!keyField) return;
  const base = baseName(keyField.type);
  const composite = schema.types.has(base) || schema.unions.has(base) || schema.inputs.has(base);
  if (isList(keyField.type) || composite || base === 'AWSJSON' || (sort && base === 'Boolean')) {
    const written = printTypeRef(keyField.type);
    schema.report(
      'invalid-key',
      `${subject} uses "${name}" of type ${written}, which cannot be part of a key.`,
      {
        at: node,
        hint: 'Use a field that is one scalar or enum, such as ID, String, Int or AWSDateTime.',
      },
    );
  } else if (required && !keyField.type.required) {
    schema.report('invalid-key', `${subject} uses "${name}", which may be null.`, {
      at: node,
      hint: `Write "${name}: ${base}!".`,
    });
  }
}

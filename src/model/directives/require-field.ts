import type { Site } from '../directive.ts';
import type { FieldDraft, TypeDraft } from '../draft.ts';
import { didYouMean } from '../suggest.ts';

/** Returns whether a name says that a field holds the key of another row: `authorID`. */
function isKeyOfRow(name: string): boolean {
  return /[a-z\d](Id|ID)s?$/.test(name);
}

/** Returns the field of a type that a directive names, or null after reporting that there is none. */
export function requireField(
  { schema, subject, node }: Site,
  type: TypeDraft,
  name: string,
): FieldDraft | null {
  const field = type.fields.get(name);
  if (field) return field;
  // A relation, such as `author`, is never what `authorID` means.
  const isKey = isKeyOfRow(name);
  const near = [...type.fields.keys()].filter((other) => !isKey || isKeyOfRow(other));
  schema.report('unknown-field', `${subject} names the field "${name}", which ${type.name} does not have.`, {
    at: node,
    hint: didYouMean(name, near) ?? `Declare "${name}${isKey ? ': ID' : ''}" on ${type.name}.`,
  });
  return null;
}

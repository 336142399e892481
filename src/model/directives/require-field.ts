import type { Site } from '../directive.ts';
import type { FieldDraft, TypeDraft } from '../draft.ts';
import { didYouMean } from '../suggest.ts';

/** Returns the field of a type that a directive names, or null after reporting that there is none. */
export function requireField(
  { schema, subject, node }: Site,
  type: TypeDraft,
  name: string,
): FieldDraft | null {
  const field = type.fields.get(name);
  if (field) return field;
  schema.report('unknown-field', `${subject} names the field "${name}", which ${type.name} does not have.`, {
    at: node,
    hint: didYouMean(name, type.fields.keys()) ?? `Declare "${name}" on ${type.name}.`,
  });
  return null;
}

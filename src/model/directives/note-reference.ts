import type { FieldSite } from '../directive.ts';
import type { ModelTypeDraft, ReferenceDraft } from '../draft.ts';
import { keyFields } from '../key-fields.ts';

/** Records that fields of `holder` hold the key of another row. Relations over the same fields are one reference. */
export function noteReference(
  site: FieldSite,
  holder: ModelTypeDraft,
  reference: Omit<ReferenceDraft, 'via'>,
): void {
  const { target, fields, onDelete } = reference;
  const via = `${site.type.name}.${site.field.name}`;
  const name = fields.join();
  const known = holder.model.references.find(
    (other) => other.target === target && other.fields.join() === name,
  );
  if (onDelete === 'SET_NULL') checkNullable(site, holder, fields);
  if (!known) {
    holder.model.references.push({ ...reference, via });
  } else if (known.onDelete === null) {
    known.onDelete = onDelete;
    known.via = via;
  } else if (onDelete !== null && onDelete !== known.onDelete) {
    site.schema.report(
      'invalid-relation',
      `${site.subject} says "onDelete: ${onDelete}", but ${known.via} says ${known.onDelete} of the same rows.`,
      { at: site.node, hint: 'Keep one of the two.' },
    );
  }
}

function checkNullable(
  { schema, subject, node }: FieldSite,
  holder: ModelTypeDraft,
  fields: readonly string[],
): void {
  const key = keyFields(holder.model.key);
  const fixed = fields.find((name) => key.includes(name) || holder.fields.get(name)?.type.required === true);
  if (fixed === undefined) return;
  schema.report(
    'invalid-relation',
    `${subject} says "onDelete: SET_NULL", but ${holder.name}.${fixed} cannot be null.`,
    {
      at: node,
      hint: key.includes(fixed)
        ? 'Write RESTRICT or CASCADE: a field of the primary key keeps its value.'
        : `Let "${fixed}" be null, or write RESTRICT or CASCADE.`,
    },
  );
}

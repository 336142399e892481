import type { FieldSite } from '../directive.ts';
import { belongsToSideOf } from './counterpart.ts';
import { type Ends, matchKey } from './relation.ts';

/**
 * Adds an index of the target over the fields that hold our key, and returns its name; null after reporting a mistake.
 */
export function referencedIndex(references: readonly string[], ends: Ends, site: FieldSite): string | null {
  const { own, target } = ends;
  if (!matchKey(site, target, references, own, own.model.key, 'whole')) return null;
  const answer = belongsToSideOf(ends, site, references);
  if (!answer) {
    site.schema.report(
      'one-sided-relation',
      `${site.subject} is not answered by a @belongsTo of ${target.name}.`,
      {
        at: site.node,
        hint: `Add a field of type ${own.name} with @belongsTo(references: ${JSON.stringify(references)}) to ${target.name}.`,
      },
    );
  }
  const override = answer && answer.values.text('overrideIndexName');
  const name = override ?? `gsi-${own.name}.${site.field.name}`;
  const [hash = '', ...sort] = references;
  target.model.indexes.push({ name, hash, sort, queryField: null, declared: false });
  return name;
}

import type { Directive } from '../directive.ts';
import { checkKey } from './check-key.ts';
import { onModel } from './on-model.ts';

interface PrimaryKeyArguments {
  readonly sortKeyFields: readonly string[];
}

/** Makes a field the hash of the primary key, instead of `id`. */
export const primaryKey: Directive<PrimaryKeyArguments> = {
  sdl: `
"""Makes this field, with the sort key fields, the primary key of its type."""
directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION`,

  read: (values) => ({ sortKeyFields: values.texts('sortKeyFields') ?? [] }),

  onField: ({ sortKeyFields }, site) => {
    const model = onModel(site);
    if (!model) return;
    if (model.key.declared) {
      site.schema.report('invalid-key', `${site.subject} is the second @primaryKey of ${site.type.name}.`, {
        at: site.node,
        hint: 'Keep one; name further fields in its sortKeyFields.',
      });
      return;
    }
    model.key = { hash: site.field.name, sort: checkKey(site, sortKeyFields, true), declared: true };
  },
};

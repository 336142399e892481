import type { Directive } from '../directive.ts';
import { keyFields } from '../key-fields.ts';
import { noteReference } from './note-reference.ts';
import { referencedIndex } from './referenced-index.ts';
import { addForeignKey, endsOf, foreignKeyNames, matchKey } from './relation.ts';
import {
  checkRelationArguments,
  readRelationArguments,
  type RelationArguments,
} from './relation-arguments.ts';

/**
 * Relates a row to one row of another model. The row holds the other's key, or with `references` the other holds its
 * key.
 */
export const hasOne: Directive<RelationArguments> = {
  sdl: `
"""
One row of another type. Without arguments this type gets a foreign key; \`fields\` uses fields that it declares,
\`references\` the fields that the other type declares, and then \`onDelete\` what becomes of that row when this one
is deleted.
"""
directive @hasOne(fields: [String!], references: [String!], onDelete: OnDelete) on FIELD_DEFINITION`,

  read: readRelationArguments,

  onField: (args, site) => {
    const ends = endsOf(site, false);
    if (!ends) return;
    const { own, target } = ends;
    const { field } = site;
    checkRelationArguments(args, site);
    const kind = { is: 'toOne', directive: 'hasOne', target: target.name } as const;
    const hold = (from: readonly string[]) => {
      noteReference(site, own, { target: target.name, fields: from, onDelete: null });
      field.kind = { ...kind, from, index: null };
    };
    if (args.onDelete && !args.references) {
      site.schema.report(
        'invalid-relation',
        `${site.subject} says "onDelete", but ${own.name} holds the key.`,
        {
          at: site.node,
          hint: `Remove it, or name by "references" the fields of ${target.name} that hold the key of ${own.name}.`,
        },
      );
    }
    if (args.references) {
      const index = referencedIndex(args.references, ends, site);
      if (index === null) return;
      noteReference(site, target, { target: own.name, fields: args.references, onDelete: args.onDelete });
      field.kind = { ...kind, from: keyFields(own.model.key), index };
    } else if (args.fields) {
      if (matchKey(site, own, args.fields, target, target.model.key, 'whole')) hold(args.fields);
    } else {
      const from = foreignKeyNames(own.name, field.name, target.model.key);
      addForeignKey(own, from, target, field.type.required);
      hold(from);
    }
  },
};

import type { Directive, FieldSite } from '../directive.ts';
import { keyFields } from '../key-fields.ts';
import { ownerSideOf } from './counterpart.ts';
import { noteReference } from './note-reference.ts';
import { addForeignKey, type Ends, endsOf, foreignKeyNames, matchKey } from './relation.ts';
import {
  checkRelationArguments,
  readRelationArguments,
  type RelationArguments,
} from './relation-arguments.ts';

/** Relates a row to the row that it belongs to: the way back of `@hasOne` and `@hasMany`. */
export const belongsTo: Directive<RelationArguments> = {
  sdl: `
"""
The row that this one belongs to: the way back of @hasOne or @hasMany. \`fields\` or \`references\` name the fields
of this type that hold the other's key; without them, the foreign key of the other side is used.
"""
directive @belongsTo(fields: [String!], references: [String!], overrideIndexName: String) on FIELD_DEFINITION`,

  read: readRelationArguments,

  onField: (args, site) => {
    const ends = endsOf(site, false);
    if (!ends) return;
    checkRelationArguments(args, site);
    const { own, target } = ends;
    const names = args.references ?? args.fields;
    if (names && !matchKey(site, own, names, target, target.model.key, 'whole')) return;
    if (args.references && !ownerSideOf(ends, site, args.references)) {
      const name = target.name;
      reportOneSided(site, name, `@hasMany(references: ${JSON.stringify(args.references)}) to ${name}`);
    }
    const from = names ?? foreignKeyOf(ends, site);
    noteReference(site, own, { target: target.name, fields: from, onDelete: null });
    site.field.kind = { is: 'toOne', directive: 'belongsTo', target: target.name, from, index: null };
  },
};

/** Returns the foreign key that the other end of the relation added here, or else adds one. */
function foreignKeyOf(ends: Ends, site: FieldSite): readonly string[] {
  const { own, target } = ends;
  const side = ownerSideOf(ends, site);
  if (!side) reportOneSided(site, target.name, `@hasOne or @hasMany to ${target.name}`);
  if (side?.name === 'hasMany' && side.field?.kind.is === 'toMany') {
    const { index: name } = side.field.kind;
    const index = own.model.indexes.find((candidate) => candidate.name === name);
    const held = keyFields(index ?? own.model.key);
    const whole = keyFields(target.model.key).length;
    if (matchKey(site, own, held.slice(0, whole), target, target.model.key, 'whole'))
      return held.slice(0, whole);
  }
  const names = foreignKeyNames(own.name, site.field.name, target.model.key);
  addForeignKey(own, names, target, site.field.type.required);
  return names;
}

function reportOneSided({ schema, subject, node, type }: FieldSite, target: string, missing: string): void {
  schema.report('one-sided-relation', `${subject} is not answered by a @hasOne or @hasMany of ${target}.`, {
    at: node,
    hint: `Add a field of type ${type.name} with ${missing}, or say "fields" here.`,
  });
}

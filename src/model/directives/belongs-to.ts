import type { Directive, FieldSite } from '../directive.ts';
import { keyFields } from '../key-fields.ts';
import { ownerSideOf, possibleOwnerSides } from './counterpart.ts';
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
of this type that hold the other's key. Without them it is the foreign key of the @hasMany on the other side, or next
to a @hasOne a key of its own.
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
  warnOfChoice(ends, site);
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

/** Warns of a relation that could answer several: it takes the first, which may not be the one that was meant. */
function warnOfChoice({ own, target }: Ends, site: FieldSite): void {
  const sides = possibleOwnerSides({ own, target }, site).flatMap(({ field }) => field ?? []);
  const [first, second] = sides;
  if (!first || !second) return;
  const keys = sides.flatMap((field) => {
    const index = field.kind.is === 'toMany' ? field.kind.index : null;
    const held = own.model.indexes.find((candidate) => candidate.name === index);
    return held ? [`fields: ${JSON.stringify(keyFields(held))} for ${target.name}.${field.name}`] : [];
  });
  const names = sides.map((field) => `${target.name}.${field.name}`);
  site.schema.report(
    'ambiguous-relation',
    `${site.subject} could answer ${names.join(' or ')}: it answers ${target.name}.${first.name}.`,
    {
      at: site.node,
      hint:
        keys.length > 0
          ? `Write ${keys.join(', or ')}.`
          : 'Write "fields" here, or "references" on both sides.',
      severity: 'warning',
    },
  );
}

function reportOneSided({ schema, subject, node, type }: FieldSite, target: string, missing: string): void {
  schema.report('one-sided-relation', `${subject} is not answered by a @hasOne or @hasMany of ${target}.`, {
    at: node,
    hint: `Add a field of type ${type.name} with ${missing}, or say "fields" here.`,
  });
}

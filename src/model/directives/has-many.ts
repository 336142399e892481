import type { Directive, FieldSite } from '../directive.ts';
import { keyFields } from '../key-fields.ts';
import type { ToMany } from '../model.ts';
import { didYouMean } from '../suggest.ts';
import { noteReference } from './note-reference.ts';
import { referencedIndex } from './referenced-index.ts';
import { addForeignKey, type Ends, endsOf, foreignKeyNames, matchKey } from './relation.ts';
import {
  checkRelationArguments,
  limitOf,
  readRelationArguments,
  type RelationArguments,
} from './relation-arguments.ts';

/** Relates a row to the rows of another model that hold its key. */
export const hasMany: Directive<RelationArguments> = {
  sdl: `
"""
The rows of another type that belong to this one. Without arguments the other type gets a foreign key and an index;
\`indexName\` and \`fields\` use an index that it declares, \`references\` the fields that it declares.
\`onDelete\` says what becomes of them when this row is deleted; without it nothing does.
"""
directive @hasMany(
  indexName: String
  fields: [String!]
  references: [String!]
  limit: Int
  onDelete: OnDelete
) on FIELD_DEFINITION

"""What becomes of the rows that hold the key of a row when that one is deleted."""
enum OnDelete {
  """The delete is refused while there are any."""
  RESTRICT
  """They are deleted with it."""
  CASCADE
  """Their foreign key becomes null."""
  SET_NULL
}`,

  read: readRelationArguments,

  onField: (args, site) => {
    const ends = endsOf(site, true);
    if (!ends) return;
    checkRelationArguments(args, site);
    const found = locate(args, ends, site);
    if (!found) return;
    noteChildren(args, found, ends, site);
    const limit = limitOf(args.limit, site);
    site.field.kind = { is: 'toMany', directive: 'hasMany', target: ends.target.name, ...found, limit };
  },
};

/** Returns how the rows are found: by references, by a declared index or key, or by an index that is added here. */
function locate(args: RelationArguments, ends: Ends, site: FieldSite): Pick<ToMany, 'from' | 'index'> | null {
  const { own, target } = ends;
  const ownKey = keyFields(own.model.key);
  if (args.references) {
    const index = referencedIndex(args.references, ends, site);
    return index === null ? null : { from: ownKey, index };
  }
  if (args.indexName !== undefined) {
    const index = target.model.indexes.find(({ name }) => name === args.indexName);
    if (!index) {
      reportIndex(args.indexName, ends, site);
      return null;
    }
    const from = args.fields ?? ownKey.slice(0, 1 + index.sort.length);
    return matchKey(site, own, from, target, index, 'leading') ? { from, index: index.name } : null;
  }
  if (args.fields) {
    const fits = matchKey(site, own, args.fields, target, target.model.key, 'leading');
    return fits ? { from: args.fields, index: null } : null;
  }
  const names = foreignKeyNames(own.name, site.field.name, own.model.key);
  addForeignKey(target, names, own, site.field.type.required);
  const [hash = 'id', ...sort] = names;
  const index = `gsi-${own.name}.${site.field.name}`;
  target.model.indexes.push({ name: index, hash, sort, queryField: null, declared: false });
  return { from: ownKey, index };
}

/** Records the foreign key of the child if the relation uses this type's whole primary key. */
function noteChildren(
  { onDelete }: RelationArguments,
  { from, index: name }: Pick<ToMany, 'from' | 'index'>,
  { own, target }: Ends,
  site: FieldSite,
): void {
  const key = keyFields(own.model.key);
  if (from.length === key.length && from.every((field, place) => field === key[place])) {
    const index = target.model.indexes.find((candidate) => candidate.name === name);
    const fields = keyFields(index ?? target.model.key).slice(0, key.length);
    noteReference(site, target, { target: own.name, fields, onDelete });
  } else if (onDelete) {
    const { schema, subject, node } = site;
    schema.report('invalid-relation', `${subject} says "onDelete", but goes by ${from.join(', ')} alone.`, {
      at: node,
      hint: `Remove it, or go by the whole primary key of ${own.name}: ${key.join(', ')}.`,
    });
  }
}

function reportIndex(name: string, { target }: Ends, { schema, subject, node, type }: FieldSite): void {
  const names = target.model.indexes.filter(({ declared }) => declared).map((index) => index.name);
  schema.report(
    'unknown-index',
    `${subject} names the index "${name}", which ${target.name} does not have.`,
    {
      at: node,
      hint:
        didYouMean(name, names) ??
        `Add @index(name: "${name}") to the field of ${target.name} that holds the key of ${type.name}.`,
    },
  );
}

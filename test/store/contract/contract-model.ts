import type { Model, ModelType } from '../../../src/model/index.ts';
import { read } from '../../model/harness.ts';
import { modelOf, project, task, typeOf } from '../sample-types.ts';

/** A type with keys of three kinds: composite, an index with two sort fields, and an index by a number. */
export const point = typeOf('Point', {
  fields: ['x', 'y', 'tag', 'n'],
  key: ['x', 'y'],
  indexes: { byTag: ['tag', 'n', 'y'], 'by.n': ['n'] },
});

/** A type with fields that expressions of a store could mistake for something else. */
export const thing = typeOf('Thing', { fields: ['a', 'b', 'c', 'a.b', 'size', 'constructor'] });

const related = read(/* GraphQL */ `
  type Board @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    code: String @unique
    cards: [Card] @hasMany(onDelete: RESTRICT)
  }
  type Card @model(counts: EXACT) @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    year: Int
    slug: String @unique(fields: ["year"])
    board: Board @belongsTo
    place: Place @belongsTo
    revision: Int @version
  }
  type Visit @model @auth(rules: [{ allow: private }]) {
    room: String! @primaryKey(sortKeyFields: ["startsAt"])
    startsAt: AWSDateTime!
    endsAt: AWSDateTime @unique
    day: AWSDate
    time: AWSTime
    mail: AWSEmail @unique @index(name: "byMail", sortKeyFields: ["endsAt"])
    phone: AWSPhone @unique
    marks: [AWSDateTime]
    remarks: [Remark] @hasMany
  }
  type Remark @model @auth(rules: [{ allow: private }]) {
    id: ID!
    visit: Visit @belongsTo
  }
  type Place @model @auth(rules: [{ allow: private }]) {
    id: ID!
    cards: [Card] @hasMany
  }
  type Shelf @model @auth(rules: [{ allow: private }]) {
    id: ID!
    books: [Book] @hasMany(onDelete: RESTRICT)
  }
  type Book @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`);

const named = (name: string): ModelType => {
  const type = related.models[name];
  if (!type) throw new Error(`The schema of the contract has no type "${name}".`);
  return type;
};

/** A type that others restrict, and one whose rows are created without a transaction. */
export const shelf = named('Shelf');
export const book = named('Book');
/** A type with a unique value, which rows with unique values restrict. */
export const board = named('Board');
/** A type with a combined unique value, a version, a reference that a delete checks and one that it does not check. */
export const card = named('Card');
/** A type to which rows refer, without a rule for its delete. */
export const place = named('Place');
/** A type whose keys, unique values and other fields are compared by value: times, days and addresses. */
export const visit = named('Visit');
/** A type that refers to a visit by its room and time. */
export const remark = named('Remark');

/** A type with a file and a list of files, and nothing else that needs a transaction. */
export const album: ModelType = {
  ...typeOf('Album', { fields: ['title', 'cover', 'photos'] }),
  files: [
    { field: 'cover', list: false, maxBytes: 1000, types: ['image/*'], maxFiles: 1 },
    { field: 'photos', list: true, maxBytes: 1000, types: ['image/*'], maxFiles: 5 },
  ],
};

/** All types that the contract writes. */
export const contractModel: Model = modelOf(
  task,
  project,
  point,
  thing,
  board,
  card,
  place,
  visit,
  remark,
  shelf,
  book,
  album,
);

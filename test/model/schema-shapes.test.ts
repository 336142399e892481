import { read, task } from './harness.ts';

const open = '@model @auth(rules: [{ allow: private }])';

/** Shapes of schemas that occur in practice; readModel reports no problem for any of them. */
const shapes: Readonly<Record<string, string>> = {
  'a bare model': `type Note ${open} { text: String }`,
  'an id that may be null': `type Note ${open} { id: ID text: String }`,
  'an id of type String': `type Note ${open} { id: String }`,
  'an Int key': `type Bank ${open} { number: Int! @primaryKey name: String }`,
  'an enum key': `enum S { A B } type Item ${open} { s: S! @primaryKey(sortKeyFields: "t") t: S! }`,
  'several rules of one kind': `type Note @model @auth(rules: [{ allow: owner } { allow: owner, ownerField: "readers", operations: [read] }]) { readers: [String] }`,
  'rules on every field': `type Note @model { id: ID! @auth(rules: [{ allow: private }]) text: String @auth(rules: [{ allow: private, operations: [create, read] }]) }`,
  'lists of scalars and enums': task('a: [AWSDate!]! b: [E] c: [Boolean]') + 'enum E { X }',
  'types that hold each other': task('a: A') + 'type A { b: [B!]! } type B { a: A }',
  'a model that refers to itself': `type Folder ${open} { id: ID! parentId: ID @index(name: "byParent") children: [Folder] @hasMany(indexName: "byParent", fields: ["id"]) parent: Folder @belongsTo(fields: ["parentId"]) }`,
  'two relations between two types': `
    type User ${open} { id: ID! wrote: [Doc] @hasMany(references: "authorId") edited: [Doc] @hasMany(references: "editorId") }
    type Doc ${open} { authorId: ID editorId: ID author: User @belongsTo(references: "authorId") editor: User @belongsTo(references: "editorId") }`,
  'a @hasOne with its @belongsTo': `type A ${open} { b: B @hasOne } type B ${open} { a: A @belongsTo }`,
  'a join model written by hand': `
    type Post ${open} { id: ID! links: [Link] @hasMany(indexName: "byPost", fields: ["id"]) }
    type Tag ${open} { id: ID! links: [Link] @hasMany(indexName: "byTag", fields: ["id"]) }
    type Link ${open} { postId: ID! @index(name: "byPost", sortKeyFields: ["tagId"]) tagId: ID! @index(name: "byTag", sortKeyFields: ["postId"]) post: Post! @belongsTo(fields: ["postId"]) tag: Tag! @belongsTo(fields: ["tagId"]) }`,
  'references to a composite key': `
    type Shop ${open} { id: ID! @primaryKey(sortKeyFields: ["city"]) city: String! sales: [Sale] @hasMany(references: ["shopId", "shopCity"]) }
    type Sale ${open} { shopId: String shopCity: String shop: Shop @belongsTo(references: ["shopId", "shopCity"]) }`,
  'custom queries alone': 'type Query { hello(name: String!): String }',
  'connections written by hand': `${task('id: ID!')} type TaskPage { items: [Task] nextToken: String } type Query { mine(limit: Int): TaskPage }`,
  'timestamps declared': task('createdAt: AWSDateTime! updatedAt: AWSDateTime'),
  'descriptions and comments': `"""Block.""" type Note ${open} { "Line." text: String # end\n }`,
};

describe('readModel', () => {
  it.each(Object.entries(shapes))('accepts %s', (_what, sdl) => {
    const { models, queries } = read(sdl);
    expect(Object.keys(models).length + Object.keys(queries).length).toBeGreaterThan(0);
  });
});

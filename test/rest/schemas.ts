import { everyKind } from '../isolation/every-kind.ts';
import type { Sample } from '../isolation/world.ts';

const PRIVATE = '@auth(rules: [{ allow: private }])';

/**
 * Schemas that together have the shapes of Amplify's own tests: each kind of key, scalar, relation, rule, name and custom
 * type.
 */
export const schemas: readonly Sample[] = [
  {
    title: 'every scalar and lists of them',
    sdl: `
type Sheet @model ${PRIVATE} {
  id: ID!
  text: String
  texts: [String]
  count: Int
  counts: [Int]
  rate: Float
  isDone: Boolean
  day: AWSDate
  days: [AWSDate]
  hour: AWSTime
  moment: AWSDateTime
  stamp: AWSTimestamp
  mail: AWSEmail
  data: AWSJSON
  phone: AWSPhone
  link: AWSURL
  address: AWSIPAddress
  colour: Colour
  colours: [Colour!]
}
enum Colour { RED GREEN BLUE }`,
  },
  {
    title: 'objects in rows, some of which contain themselves',
    sdl: `
type Post @model ${PRIVATE} {
  id: ID!
  title: String!
  place: Place
  metadata: Metadata
  places: [Place!]
}
type Place { street: String city: String! at: Point }
type Point { x: Float! y: Float! }
type Metadata { tags: Tag published: Boolean }
type Tag { name: String metadata: Metadata }`,
  },
  {
    title: 'relations with implicit fields',
    sdl: `
type Blog @model ${PRIVATE} { id: ID! name: String! posts: [Post] @hasMany }
type Post @model ${PRIVATE} { id: ID! title: String blog: Blog @belongsTo comments: [Comment] @hasMany }
type Comment @model ${PRIVATE} { id: ID! text: String post: Post @belongsTo }`,
  },
  {
    title: 'composite keys and relations by them',
    sdl: `
type Whole @model ${PRIVATE} {
  region: ID! @primaryKey(sortKeyFields: ["code", "kind"])
  code: Int!
  kind: Kind!
  note: String
  parts: [Part] @hasMany(references: ["wholeRegion", "wholeCode", "wholeKind"])
}
type Part @model ${PRIVATE} {
  name: String! @primaryKey(sortKeyFields: ["at"])
  at: AWSDateTime!
  note: String
  wholeRegion: ID
  wholeCode: Int
  wholeKind: Kind
  whole: Whole @belongsTo(references: ["wholeRegion", "wholeCode", "wholeKind"])
}
enum Kind { LARGE SMALL }`,
  },
  {
    title: 'many to many between composite keys',
    sdl: `
type Course @model ${PRIVATE} {
  faculty: ID! @primaryKey(sortKeyFields: ["number"])
  number: String!
  title: String
  students: [Student] @manyToMany(relationName: "CourseStudent")
}
type Student @model ${PRIVATE} {
  id: ID!
  name: String
  courses: [Course] @manyToMany(relationName: "CourseStudent")
}`,
  },
  {
    title: 'renamed and missing operations and timestamps',
    sdl: `
type Todo @model(queries: { list: "getTodoList", count: null }, mutations: { create: "makeTodo", delete: "removeTodo" }) ${PRIVATE} {
  id: ID!
  title: String!
}
type Entry @model(timestamps: { createdAt: "made", updatedAt: null }, mutations: { update: null }) ${PRIVATE} {
  id: ID!
  text: String
}
type Log @model(queries: { list: null }, mutations: { delete: null }) ${PRIVATE} { id: ID! line: String! }
type Tally @model(timestamps: null, queries: { get: null }) ${PRIVATE} { id: ID! sum: Int }`,
  },
  {
    title: 'rules of owners, groups and fields',
    sdl: `
type Paper @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["ADMIN"] }, { allow: private, operations: [read] }]) {
  id: ID!
  title: String
  secret: String @auth(rules: [{ allow: owner }])
  salary: Int @auth(rules: [{ allow: groups, groups: ["NOT_YOURS"] }])
  notes: [Note] @hasMany
}
type Note @model @auth(rules: [{ allow: owner, ownerField: "editors" }, { allow: groups, groupsField: "teams" }, { allow: private, operations: [create] }]) {
  id: ID!
  text: String
  editors: [String]
  teams: [String]
  paper: Paper @belongsTo
}`,
  },
  {
    title: 'indexes with several sort keys',
    sdl: `
type Match @model ${PRIVATE} {
  id: ID!
  kind: Kind! @index(name: "byKind", sortKeyFields: ["at", "place"], queryField: "matchesByKind")
  at: AWSDateTime!
  place: String!
  score: Int @index(name: "byScore", queryField: "matchesByScore")
  league: String @index(name: "byLeague", sortKeyFields: ["score"], queryField: "matchesByLeague")
}
enum Kind { LEAGUE CUP }`,
  },
  {
    title: 'versions, unique values, defaults, validation, deletes and the audit',
    sdl: `
type Account @model @audit ${PRIVATE} {
  id: ID!
  number: String! @unique
  holder: String @validate(type: minLength, value: "2") @validate(type: maxLength, value: "40")
  status: Status @default(value: "OPEN")
  pin: String @sensitive
  revision: Int! @version
  entries: [Entry] @hasMany(references: ["accountId"], onDelete: CASCADE)
  cards: [Card] @hasMany(references: ["accountId"], onDelete: RESTRICT)
}
type Entry @model ${PRIVATE} { id: ID! amount: Float! accountId: ID account: Account @belongsTo(references: ["accountId"]) }
type Card @model @audit ${PRIVATE} { id: ID! accountId: ID account: Account @belongsTo(references: ["accountId"]) }
enum Status { OPEN CLOSED }`,
  },
  {
    title: 'names that the door reserves',
    sdl: `
type Batch @model ${PRIVATE} { id: ID! name: String actions: [Action] @hasMany }
type Action @model ${PRIVATE} { id: ID! limit: Int cursor: String batch: Batch @belongsTo }
type Platform @model ${PRIVATE} { id: ID! sort: String filter: String fields: [String] expand: Boolean total: Int }`,
  },
  everyKind,
];

import { readFileSync } from 'node:fs';

const readers = '{ allow: private, operations: [read] }';
/** Types with owners of every form. */
export const sdl = /* GraphQL */ `
  type Memo @model @auth(rules: [{ allow: owner }, ${readers}]) {
    id: ID!
    owner: String @index(name: "byOwner", queryField: "memosByOwner")
    text: String
  }
  type Doc @model @auth(rules: [{ allow: owner, ownerField: "editors" }, { allow: owner, ownerField: "author" }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    author: String
    editors: [String]
    title: String
  }
  type Note @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
  type ByName @model @auth(rules: [{ allow: owner, identityClaim: "username" }]) {
    id: ID!
  }
  type Vault @model @auth(rules: [{ allow: owner, ownerField: "userId", identityClaim: "sub" }, { allow: private, operations: [create, read] }]) {
    id: ID!
    userId: ID
  }
  type Mail @model @auth(rules: [{ allow: owner, ownerField: "to", identityClaim: "email" }, { allow: private, operations: [create] }]) {
    id: ID!
    to: String
  }
  type Desk @model @auth(rules: [{ allow: owner, ownerField: "who" }, ${readers}]) {
    who: String! @primaryKey
    color: String
    drawers: [Drawer] @hasMany(indexName: "byDesk", fields: ["who"])
  }
  type Drawer @model @auth(rules: [{ allow: private }]) {
    id: ID!
    deskWho: String @index(name: "byDesk")
    desk: Desk @belongsTo(fields: ["deskWho"])
  }
  type Seat @model @auth(rules: [{ allow: owner }, ${readers}]) {
    id: ID!
    owner: String @unique
    room: String @index(name: "byRoom", sortKeyFields: ["owner"], queryField: "seatsByRoom")
  }
  type Log @model @audit @auth(rules: [{ allow: owner }, { allow: private }]) {
    id: ID!
    owner: String
    rev: Int @version
  }
`;

/** The section of docs/schema.md about owners. */
const [, section = ''] = /^### Owners\n([^]*?)^### /m.exec(readFileSync('docs/schema.md', 'utf8')) ?? [];
const [[, draft = ''] = []] = [...section.matchAll(/```graphql\n(# schema[^]*?)```/g)];
/** The schema of that section. */
export const documented = draft;

/** Its operations, and the data of each for alice. */
export const examples = [...section.matchAll(/```graphql\n([^#][^]*?)```\n\n```json\n([^]*?)```/g)];

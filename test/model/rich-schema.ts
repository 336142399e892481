/** One schema that uses every directive and every kind of type. */
export const rich = `
"Someone who works here."
type Member @model @auth(rules: [{ allow: owner }, { and: [{ allow: groups, groups: ["ADMIN"] }, { allow: private }], operations: [read] }]) {
  email: AWSEmail! @unique @index(queryField: "memberByEmail")
  bio: String @validate(type: maxLength, value: "500", errorMessage: "Too long.")
  badge: Badge @hasOne
  portrait: File @file(maxSize: "1.5MB", types: ["image/*"]) @sensitive
  papers: [File!]! @file(types: ["application/pdf", "text/plain"], maxFiles: 3)
  teams: [Team] @manyToMany(relationName: "memberTeams", limit: 20)
}

type Badge @model(mutations: { delete: null }) @auth(rules: [{ allow: private, operations: [read] }]) {
  colour: Colour! @default(value: "RED")
  revision: Int! @version
  member: Member @belongsTo
}

type Team @model(queries: { list: "allTeams" }, timestamps: { createdAt: "founded", updatedAt: null })
@auth(rules: [{ allow: groups, groupsField: "admins" }]) {
  region: ID! @primaryKey(sortKeyFields: ["code"])
  code: Int!
  admins: [String]
  address: Address
  members: [Member] @manyToMany(relationName: "memberTeams")
  matches: [Match!] @hasMany
  strength(at: AWSDateTime, in: Filter): Float
}

type Match implements Played @model @auth(rules: [{ allow: private }]) {
  kind: Kind @index(name: "byKind", sortKeyFields: ["at", "place"])
  at: AWSDateTime!
  place: String
  score: Int @deprecated(reason: "Use goals.") @auth(rules: [{ allow: owner, ownerField: "referee", reassignable: true }])
  team: Team @belongsTo
  goals: [Goal] @hasMany(references: ["matchId"], onDelete: CASCADE)
}

type File { name: String }

type Goal @model @aws_cognito_user_pools {
  matchId: ID!
  match: Match @belongsTo(references: "matchId")
}

interface Played { at: AWSDateTime! }
type Address { street: String country: Country! }
type Country @aws_auth(cognito_groups: ["Geo"]) { code: String! teams: [Team] }
union Found = Member | Team
enum Colour { RED GREEN @deprecated }
enum Kind { LEAGUE CUP }
input Filter { text: String = "x" kinds: [Kind!] = [CUP] }

type Query { find(filter: Filter!): [Found] @auth(rules: [{ allow: private }]) }
extend type Mutation { kickOff(match: ID!): Match }
`;

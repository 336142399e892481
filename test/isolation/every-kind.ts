import type { CustomResolvers } from '../../src/engine/index.ts';
import type { Sample } from './world.ts';

const sdl = `
type Member @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }, { allow: groups, groups: ["ADMIN"] }]) {
  email: AWSEmail! @index(queryField: "memberByEmail")
  nick: String
  badge: Badge @hasOne
  teams: [Team] @manyToMany(relationName: "memberTeams", limit: 20)
}

type Badge @model @auth(rules: [{ allow: owner, ownerField: "keepers" }, { allow: private, operations: [create] }]) {
  colour: Colour! @default(value: "RED")
  keepers: [String]
  member: Member @belongsTo
}

type Team @model(queries: { list: "allTeams" }, timestamps: { createdAt: "founded", updatedAt: null })
@auth(rules: [{ allow: groups, groupsField: "admins" }, { allow: private, operations: [create] }]) {
  region: ID! @primaryKey(sortKeyFields: ["code"])
  code: Int!
  admins: [String]
  address: Address
  members: [Member] @manyToMany(relationName: "memberTeams")
  matches: [Match!] @hasMany
  strength: Float
}

type Match @model @auth(rules: [{ allow: private }]) {
  kind: Kind @index(name: "byKind", sortKeyFields: ["at", "place"], queryField: "matchesByKind")
  at: AWSDateTime!
  place: String
  score: Int @auth(rules: [{ allow: owner, ownerField: "referee" }])
  referee: String
  team: Team @belongsTo
  goals: [Goal] @hasMany(references: ["matchId"])
}

type Goal @model @auth(rules: [{ allow: private }]) {
  matchId: ID!
  minute: Int
  match: Match @belongsTo(references: "matchId")
}

type Address { street: String city: String! }
union Found = Member | Match
enum Colour { RED GREEN }
enum Kind { LEAGUE CUP }

type Query { find(id: ID!): Found }
extend type Mutation { kickOff(matchId: ID!, goals: Int): Match renumber(ids: [ID!]!): Int }
`;

/** The tables that the resolvers of this file use. */
type Tables = Readonly<
  Record<
    string,
    {
      get(key: object): Promise<object | null>;
      update(input: object): Promise<object>;
      create(input: object): Promise<object>;
    }
  >
>;
interface Given {
  readonly id: string;
  readonly matchId: string;
  readonly ids: readonly string[];
}
interface Opened {
  readonly store: Tables & { readonly trusted: Tables };
}

const resolvers: CustomResolvers = {
  Query: {
    find: async (_root: unknown, { id }: Given, { store }: Opened) => {
      for (const __typename of ['Member', 'Match']) {
        const row = await store.trusted[__typename]?.get({ id });
        if (row) return { ...row, __typename };
      }
      return null;
    },
  },
  Mutation: {
    kickOff: async (_root: unknown, { matchId }: Given, { store }: Opened) => {
      await store.trusted['Goal']?.create({ matchId });
      return store['Match']?.get({ id: matchId });
    },
    renumber: async (_root: unknown, { ids }: Given, { store }: Opened) => {
      for (const id of ids) await store.trusted['Match']?.update({ id, place: 'moved' });
      return ids.length;
    },
  },
};

/** A schema with every kind of key, relation and rule, and custom fields that skip the rules of the tenant. */
export const everyKind: Sample = {
  title: 'a schema with every kind of key, relation and rule',
  sdl,
  resolvers,
};

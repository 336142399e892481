import { shapeOf, type TypeName, type Values } from './plain-model.ts';

/** The schema of which `plain-model.ts` is the meaning. */
export const plainSdl = /* GraphQL */ `
  type Team @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String @unique
    revision: Int! @version
    members: [Member] @hasMany(indexName: "byTeam", fields: ["id"], onDelete: CASCADE)
    guests: [Guest] @hasMany(references: ["teamId"], onDelete: SET_NULL)
    locks: [Lock] @hasMany(references: ["teamId"], onDelete: RESTRICT)
    tags: [Tag] @manyToMany(relationName: "TeamTag")
  }
  type Member @model @auth(rules: [{ allow: private }]) {
    id: ID!
    code: String @unique(fields: ["rank"])
    rank: Int
    teamId: ID @index(name: "byTeam", sortKeyFields: ["rank"])
    team: Team @belongsTo(fields: ["teamId"])
    buddyId: ID
    buddy: Member @hasOne(fields: ["buddyId"])
  }
  type Guest @model @auth(rules: [{ allow: private }]) {
    id: ID!
    teamId: ID
    team: Team @belongsTo(references: ["teamId"])
    seatAt: AWSDateTime @unique @index(name: "bySeat")
  }
  type Lock @model @auth(rules: [{ allow: private }]) {
    id: ID!
    teamId: ID
    team: Team @belongsTo(references: ["teamId"])
  }
  type Tag @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    word: String @index(name: "byWord")
    teams: [Team] @manyToMany(relationName: "TeamTag")
  }
`;

/** An operation of the tenants' API. */
export interface Request {
  readonly query: string;
  readonly variables: object;
}

/** The two keys of a link cannot be null. */
export const linked = (type: TypeName, values: Values): Values =>
  type === 'TeamTag'
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? 'a']))
    : values;

/** Returns whether the API counts the rows of a type. */
export function isCounted(type: TypeName): boolean {
  return type !== 'Tag' && type !== 'TeamTag';
}

export function createRequest(type: TypeName, rows: readonly Values[]): Request {
  const many = rows.length > 1;
  const query = `mutation ($input: ${many ? `[Create${type}Input!]!` : `Create${type}Input!`}) {
    found: create${many ? shapeOf(type).plural : type}(input: $input) { ${selection(type)} }
  }`;
  return { query, variables: { input: many ? rows : rows[0] } };
}

/** Updates a row; `expected` is the version that the caller saw. */
export function updateRequest(type: TypeName, id: string, set: Values, expected: number | null): Request {
  const query = `mutation ($input: Update${type}Input!) {
    found: update${type}(input: $input) { ${selection(type)} }
  }`;
  const version = expected === null ? {} : { expectedVersion: expected };
  return { query, variables: { input: { id, ...set, ...version } } };
}

export function deleteRequest(type: TypeName, id: string): Request {
  const query = `mutation ($id: ID!) {
    found: delete${type}(input: { id: $id }) { ${selection(type)} }
  }`;
  return { query, variables: { id } };
}

/** Reads a page of all rows of a type, and their number if the API counts them. */
export function pageRequest(type: TypeName, limit: number, nextToken: string | null): Request {
  const { plural } = shapeOf(type);
  const query = `query ($limit: Int, $nextToken: String) {
    page: list${plural}(limit: $limit, nextToken: $nextToken) {
      items { ${selection(type)} } nextToken ${isCounted(type) ? 'totalCount' : ''}
    }
    ${isCounted(type) ? `count: count${plural}` : ''}
  }`;
  return { query, variables: { limit, nextToken } };
}

function selection(type: TypeName): string {
  const { fields, version } = shapeOf(type);
  return ['id', ...fields, ...(version === null ? [] : [version])].join(' ');
}

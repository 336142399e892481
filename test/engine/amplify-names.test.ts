import { buildSchema, isInputObjectType, printSchema } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf } from './answers.ts';

const rules = '@auth(rules: [{ allow: private }])';
const sdl = `
  type part @model ${rules} {
    id: ID!
    kind: String! @index(name: "byKind", queryField: "partsByKind", sortKeyFields: ["made", "n"])
    made: AWSDate!
    n: Int!
    size: size
    pieces: [part] @hasMany(indexName: "byWhole", fields: ["id"])
    wholeId: ID @index(name: "byWhole")
  }
  type size { width: Int }
  type Trip @model ${rules} {
    region: ID! @primaryKey(sortKeyFields: ["day", "at", "n"])
    day: AWSDate!
    at: AWSTime!
    n: Int!
    note: String
  }
  input CreateTripInput { region: ID! day: AWSDate! at: AWSTime! n: Int! }
  input DeleteTripInput { region: ID! }`;

describe.each([false, true])('names as Amplify writes them (compat %s)', (compat) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi({ sdl, compat });
  });
  afterAll(() => api.close());

  test('a type in lower case has mutations, lists, indexes and relations under Amplify’s names', async () => {
    const create = `mutation ($i: CreatePartInput!, $c: ModelPartConditionInput) {
      createPart(input: $i, condition: $c) { size { width } }
    }`;
    const part = { id: 'p', kind: 'bolt', made: '2026-01-02', n: 1, size: { width: 2 } };
    expect(dataOf(await api.ask('alice', create, { i: part }))).toEqual({
      createPart: { size: { width: 2 } },
    });
    dataOf(await api.ask('alice', create, { i: { ...part, id: 'q', n: 2, wholeId: 'p' } }));
    const list = `query ($f: ModelPartFilterInput, $g: ModelpartFilterInput, $k: ModelpartByKindCompositeKeyConditionInput) {
      listParts(filter: $f) { items { id } }
      partsByKind(kind: "bolt", madeN: $k, filter: $g) { __typename items { pieces(filter: $g) { items { id } } } }
    }`;
    const key = { ge: { made: '2026-01-02', n: 1 } };
    expect(
      dataOf(await api.ask('alice', list, { f: { n: { eq: 1 } }, g: { n: { gt: 0 } }, k: key })),
    ).toEqual({
      listParts: { items: [{ id: 'p' }] },
      partsByKind: {
        __typename: 'ModelpartConnection',
        items: [{ pieces: { items: [{ id: 'q' }] } }, { pieces: { items: [] } }],
      },
    });
  });

  test('a part of a composite key before the last keeps its type', async () => {
    const query = `query ($day: AWSDate!, $at: AWSTime!) {
      listTrips(region: "north", dayAtN: { eq: { day: $day, at: $at, n: 1 } }) { items { n } }
    }`;
    const create = 'mutation ($i: CreateTripInput!) { createTrip(input: $i) { n } }';
    const trip = { region: 'north', day: '2026-01-02', at: '10:00', n: 1 };
    dataOf(await api.ask('alice', create, { i: trip }));
    expect(dataOf(await api.ask('alice', query, trip))).toEqual({ listTrips: { items: [{ n: 1 }] } });
    const half = '{ listTrips(region: "north", dayAtN: { beginsWith: { day: "2026-01" } }) { items { n } } }';
    expect(codesOf(await api.ask('alice', half))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('an input of the schema with the name of a generated one is used, with the key that it leaves out', async () => {
    const fields = (name: string): readonly string[] => {
      const type = buildSchema(printSchema(compile(api.model, {}, { compat }))).getType(name);
      return isInputObjectType(type) ? Object.keys(type.getFields()) : [];
    };
    expect(fields('CreateTripInput')).toEqual(['region', 'day', 'at', 'n']);
    expect(fields('DeleteTripInput')).toEqual(['region', 'day', 'at', 'n']);
    const trip = { region: 'east', day: '2026-01-02', at: '10:00', n: 1 };
    const make = 'mutation ($i: CreateTripInput!) { createTrip(input: $i) { n } }';
    const drop = 'mutation ($i: DeleteTripInput!) { deleteTrip(input: $i) { n } }';
    dataOf(await api.ask('alice', make, { i: trip }));
    expect(dataOf(await api.ask('alice', drop, { i: trip }))).toEqual({ deleteTrip: { n: 1 } });
  });

  test('a "limit" above 1000 is the largest page under Amplify’s exact API, and otherwise refused', async () => {
    const answer = await api.ask('alice', '{ listParts(limit: 100000) { items { id } } }');
    expect(codesOf(answer)).toEqual(compat ? [] : ['INVALID_ARGUMENTS']);
    if (compat) expect(answer.data).toMatchObject({ listParts: { items: [{ id: 'p' }, { id: 'q' }] } });
  });
});

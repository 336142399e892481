import '../browser-name.ts';

import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { ConsoleLogger } from 'aws-amplify/utils';
import { buildSchema, parse, printSchema, validate } from 'graphql';

import { FIXTURE } from '../../codegen/places.ts';
import { readServedSources } from '../../src/app/index.ts';
import { amplifyOutputs, introspect } from '../../src/cli/outputs/index.ts';
import { compile } from '../../src/engine/index.ts';
import type { Model } from '../../src/model/index.ts';
import { modelOf } from '../shared/model-of.ts';
import { LAPTOP } from './addresses.ts';

/** A schema with every shape of a key, a relation and a custom field. */
const SHAPES = /* GraphQL */ `
  type Country @model @auth(rules: [{ allow: private }]) {
    code: ID! @primaryKey
    name: String!
    capital: City @hasOne
    cities: [City] @hasMany(indexName: "byCountry", fields: ["code"])
  }
  type City
    @model(
      queries: { list: "allCities" }
      mutations: { delete: null }
      subscriptions: { onUpdate: ["cityMoved"], onDelete: null }
    )
    @auth(rules: [{ allow: owner, ownerField: "mayor" }, { allow: groups, groupsField: "council" }]) {
    countryCode: ID!
      @primaryKey(sortKeyFields: ["name", "founded"])
      @index(name: "byCountry", queryField: "citiesByCountry", sortKeyFields: ["size", "founded"])
    name: String!
    founded: Int!
    size: Extent @index(name: "bySize", queryField: "citiesBySize", sortKeyFields: ["founded"])
    mayor: String
    council: [String]
    tags: [String!]!
    shape: Shape
    map: Map
    twin: Sight
    twins: [Sight]
    distance(to: ID!): Float
    walk(to: ID = "station"): Float
  }
  type Ward @model @auth(rules: [{ allow: private }]) {
    id: ID!
    countryCode: ID!
    name: String!
    founded: Int!
    city: City @belongsTo(fields: ["countryCode", "name", "founded"])
  }
  type Sight @model @auth(rules: [{ and: [{ allow: owner }, { allow: groups, groups: ["Guide"] }] }]) {
    id: String!
    name: String!
    guides: [Guide] @manyToMany(relationName: "SightGuide")
  }
  type Guide @model(timestamps: null) @auth(rules: [{ allow: private }]) {
    id: ID!
    sights: [Sight] @manyToMany(relationName: "SightGuide")
  }
  enum Extent {
    SMALL
    LARGE
  }
  type Map {
    tiles: [Tile]
    legend: Legend
  }
  type Tile {
    x: Int!
    inner: [Tile]
    size: Extent
  }
  type Legend {
    title(of: ID!): String
    text: Text
  }
  type Text {
    lines: [Text]
    author: Sight
    words: Int
  }
  type Circle {
    radius: Float
  }
  type Square {
    side: Float
  }
  union Shape = Circle | Square
  input Area {
    sizes: [Extent!]
    limit: Int = 10
  }
  type Query {
    nearest(area: Area!, sizes: [Extent!]!, limit: Int! = 3): [City]
    size: Extent
    tile: Tile
    anyShape: Shape
    grid(of: [[Int!]!]!): Int
  }
  type Mutation {
    paint(names: [String]): [String!]!
  }
  type Subscription {
    painted(shade: String): [String!]! @aws_subscribe(mutations: ["paint"])
  }
`;

/** What the library asked, in place of an API. */
let asked: { query: string; variables: Record<string, unknown> }[] = [];
const { fetch } = globalThis;
beforeAll(() => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  globalThis.fetch = (_url, init) => {
    asked.push(JSON.parse(init?.body as string) as (typeof asked)[number]);
    return Promise.resolve(new Response('{"data":null,"errors":[{"message":"seen"}]}'));
  };
});
afterAll(() => {
  globalThis.fetch = fetch;
});

type Operations = Readonly<Record<string, (args: object) => unknown>>;
interface AnyClient {
  readonly models: Readonly<Record<string, Operations>>;
  readonly queries: Operations;
  readonly mutations: Operations;
}

/** Configures the library by the outputs of a schema, and returns its client. */
function clientOf(model: Model): AnyClient {
  Amplify.configure(amplifyOutputs(LAPTOP, introspect(model)), {
    Auth: { tokenProvider: { getTokens: () => Promise.resolve({ accessToken: TOKEN }) } },
  });
  return generateClient();
}
const TOKEN = { payload: {}, toString: () => 'token' };
const shapes = modelOf([{ file: 'shapes.graphql', text: SHAPES }]).model;
const fixture = modelOf(readServedSources(FIXTURE.schema)).model;

describe.each([
  ['the schema of the tests and the platform', fixture],
  ['a schema with every shape', shapes],
])('the models of the library, made of %s,', (_which, model) => {
  beforeAll(async () => {
    asked = [];
    const client = clientOf(model);
    const { queries, mutations } = introspect(model);
    const args: Record<string, unknown> = { id: 'x', code: 'x', countryCode: 'x', name: 'x', founded: 1 };
    for (const operation of [...Object.values(queries), ...Object.values(mutations)])
      for (const name of Object.keys(operation.arguments ?? {})) args[name] = 'x';
    for (const operations of [...Object.values(client.models), client.queries, client.mutations]) {
      for (const [name, call] of Object.entries(operations)) {
        // The library lists an operation without a name, and subscriptions go to the socket.
        if (!/^$|^on[A-Z]|^observe/.test(name)) await call(args);
      }
    }
  });

  it.each([
    ['our API', false],
    ['the API of --compat', true],
  ])('send only documents that are valid in %s', (_where, compat) => {
    const schema = buildSchema(printSchema(compile(model, {}, { compat })));
    const invalid = asked.flatMap(({ query }) => validate(schema, parse(query)).map(String));
    expect([asked.length > 15, invalid]).toEqual([true, []]);
  });
});

describe('the introspection of a schema', () => {
  const { models, nonModels, enums, queries, mutations, subscriptions, inputs } = introspect(shapes);
  const associations = (name: string): unknown =>
    Object.fromEntries(
      Object.values(models[name]?.fields ?? {}).flatMap(({ name, type, association }) =>
        association ? [[name, [type, association]]] : [],
      ),
    );

  it('says by which fields the library finds the rows of each relation', () => {
    expect(associations('Country')).toEqual({
      // Not the capital: the library would look for the city with the name of the country.
      cities: [{ model: 'City' }, { connectionType: 'HAS_MANY', associatedWith: ['countryCode'] }],
    });
    expect(models['Ward']?.fields['city']).toMatchObject({ association: { connectionType: 'BELONGS_TO' } });
    expect(associations('Sight')).toEqual({
      guides: [{ model: 'SightGuide' }, { connectionType: 'HAS_MANY', associatedWith: ['sightId'] }],
    });
    expect(associations('SightGuide')).toEqual({
      sight: [{ model: 'Sight' }, { connectionType: 'BELONGS_TO', targetNames: ['sightId'] }],
      guide: [{ model: 'Guide' }, { connectionType: 'BELONGS_TO', targetNames: ['guideId'] }],
    });
  });

  it('names keys, indexes and rules in the words of Amplify', () => {
    const operations = ['create', 'update', 'delete', 'read'];
    expect(models['City']?.attributes).toEqual([
      {
        type: 'model',
        properties: {
          queries: { list: 'allCities' },
          mutations: { delete: null },
          subscriptions: { onUpdate: 'cityMoved', onDelete: null },
        },
      },
      { type: 'key', properties: { fields: ['countryCode', 'name', 'founded'] } },
      {
        type: 'key',
        properties: {
          name: 'byCountry',
          queryField: 'citiesByCountry',
          fields: ['countryCode', 'size', 'founded'],
        },
      },
      {
        type: 'key',
        properties: { name: 'bySize', queryField: 'citiesBySize', fields: ['size', 'founded'] },
      },
      {
        type: 'auth',
        properties: {
          rules: [
            {
              provider: 'userPools',
              allow: 'owner',
              operations,
              ownerField: 'mayor',
              identityClaim: 'sub::username',
            },
            {
              provider: 'userPools',
              allow: 'groups',
              operations,
              groupClaim: 'cognito:groups',
              groupsField: 'council',
            },
          ],
        },
      },
    ]);
    expect(models['City']?.primaryKeyInfo).toEqual({
      isCustomPrimaryKey: true,
      primaryKeyFieldName: 'countryCode',
      sortKeyFieldNames: ['name', 'founded'],
    });
  });

  it('marks what no input has, and says whether a list or its elements may be null', () => {
    const readOnly = Object.values(models['City']?.fields ?? {}).filter(({ isReadOnly }) => isReadOnly);
    expect(readOnly.map(({ name }) => name)).toEqual(['twin', 'walk', 'createdAt', 'updatedAt']);
    expect(models['Sight']?.fields['owner']).toMatchObject({ isReadOnly: true });
    expect(models['City']?.fields).toMatchObject({
      tags: { isArray: true, isRequired: true, isArrayNullable: false },
      council: { isArray: true, isRequired: false, isArrayNullable: true },
      size: { type: { enum: 'Extent' }, isArray: false, isRequired: false },
      map: { type: { nonModel: 'Map' } },
    });
  });

  it('leaves out what the library would select without end, or could not write', () => {
    expect(Object.keys(models['City']?.fields ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(shape|twins|distance)$/)]),
    );
    expect(
      Object.fromEntries(Object.values(nonModels).map(({ name, fields }) => [name, Object.keys(fields)])),
    ).toEqual(
      expect.objectContaining({
        Map: ['tiles', 'legend'],
        Tile: ['x', 'size'],
        Legend: ['text'],
        Text: ['author', 'words'],
      }),
    );
    expect(Object.keys(queries)).toEqual(['nearest', 'size', 'tile']);
  });

  it('has custom operations with their arguments, of which one with a default is optional', () => {
    expect(queries['nearest']).toEqual({
      name: 'nearest',
      type: { model: 'City' },
      isArray: true,
      isRequired: false,
      isArrayNullable: true,
      arguments: {
        area: { name: 'area', type: { input: 'Area' }, isArray: false, isRequired: true },
        sizes: {
          name: 'sizes',
          type: { enum: 'Extent' },
          isArray: true,
          isRequired: true,
          isArrayNullable: false,
        },
        limit: { name: 'limit', type: 'Int', isArray: false, isRequired: false },
      },
    });
    expect(queries['size']).not.toHaveProperty('arguments');
    expect(mutations['paint']).toMatchObject({ type: 'String', isArray: true, isRequired: true });
    expect(subscriptions['painted']).toMatchObject({
      arguments: { shade: { type: 'String' } },
      isArray: true,
    });
    expect(inputs['Area']?.attributes['sizes']).toMatchObject({ type: { enum: 'Extent' }, isArray: true });
    expect(enums['Extent']).toEqual({ name: 'Extent', values: ['SMALL', 'LARGE'] });
  });
});

test('the client has no operation that the schema switches off or gives another name', () => {
  const { City, Country } = clientOf(shapes).models;
  expect([Object.keys(City ?? {}), Object.keys(Country ?? {})]).toEqual([
    expect.not.arrayContaining(['list', 'delete', 'onUpdate', 'onDelete', 'observeQuery']),
    expect.arrayContaining(['list', 'delete', 'onUpdate', 'onDelete', 'observeQuery']),
  ]);
});

test('the client gives files to a row by their ids, and asks for each with its link', async () => {
  asked = [];
  const { Project, Task } = clientOf(fixture).models;
  await Project?.['create']?.({ name: 'The plan', attachment: 'f' });
  await Task?.['update']?.({ id: 't', photos: ['a', 'b'] });
  expect(asked.map(({ variables }) => variables['input'])).toEqual([
    { name: 'The plan', attachment: 'f' },
    { id: 't', photos: ['a', 'b'] },
  ]);
  const [created = '', updated = ''] = asked.map(({ query }) => query.replace(/\s+/g, ' '));
  const file = /\{ id name size [^}]*\burl [^}]*\}/.exec(created)?.[0] ?? '';
  expect(created).toContain(`attachment ${file}`);
  expect(updated).toContain(`photos ${file}`);
  // It needs a width, which the library cannot give.
  expect(file).not.toContain('thumbnail');
});

import { parse, Kind } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { restRoutes, type Route } from '../../src/rest/index.ts';
import { readServedSources, readSources } from '../../src/app/schema-sources.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { modelOf } from '../shared/model-of.ts';

function routesOf(sdl: string, compat = false): readonly Route[] {
  const { model } = modelOf([{ file: 'test', text: sdl }]);
  return restRoutes(model, compile(model, {}, { compat }));
}
const linesOf = (routes: readonly Route[]): string[] => routes.map(({ method, path }) => `${method} ${path}`);

describe('the routes of a schema', () => {
  test('give every root field of schema/platform an address below /platform', () => {
    const { model } = modelOf(readServedSources(FIXTURE.schema));
    const routes = restRoutes(model, compile(model, {}));
    const fields = readSources('schema/platform').flatMap(({ text }) =>
      parse(text).definitions.flatMap((node) =>
        node.kind === Kind.OBJECT_TYPE_EXTENSION && ['Query', 'Mutation'].includes(node.name.value)
          ? (node.fields ?? []).map(({ name }) => name.value)
          : [],
      ),
    );
    const reached = new Set(
      routes.flatMap(({ path, field }) => (path.startsWith('/platform/') ? [field.name] : [])),
    );
    expect(fields.filter((name) => !reached.has(name))).toEqual([]);
    expect(
      routes.filter(({ path, field }) => path.startsWith('/actions/') && fields.includes(field.name)),
    ).toEqual([]);
  });

  test('have one id each, and one route for each method of a path', () => {
    const { model } = modelOf(readServedSources(FIXTURE.schema));
    const routes = restRoutes(model, compile(model, {}));
    expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
    expect(new Set(linesOf(routes)).size).toBe(routes.length);
  });

  test('name the key of a row segment by segment', () => {
    const lines = linesOf(
      routesOf(
        `type OrderLine @model @auth(rules: [{ allow: private }]) {
           orderId: ID! @primaryKey(sortKeyFields: ["line"])
           line: Int!
         }`,
      ),
    );
    expect(lines).toContain('GET /order-lines');
    expect(lines).toContain('PATCH /order-lines/{orderId}/{line}');
  });

  test('leave out what the schema switched off', () => {
    const lines = linesOf(
      routesOf(
        `type Note @model(queries: { list: null, count: null }, mutations: { update: null }) @auth(rules: [{ allow: private }]) {
           id: ID!
         }`,
      ),
    );
    expect(lines).toEqual([
      'POST /notes',
      'GET /notes/{id}',
      'DELETE /notes/{id}',
      'POST /batch/notes',
      'POST /batch/notes/delete',
    ]);
  });

  test('have no batches under the exact API of Amplify', () => {
    const sdl = 'type Note @model @auth(rules: [{ allow: private }]) { id: ID! }';
    expect(linesOf(routesOf(sdl, true)).filter((line) => line.includes('/batch/'))).toEqual([]);
  });

  test('move a type out of the way of the words of the API', () => {
    const lines = linesOf(
      routesOf(
        `type Batch @model @auth(rules: [{ allow: private }]) { id: ID! }
         type Action @model @auth(rules: [{ allow: private }]) { id: ID! }`,
      ),
    );
    expect(lines).toContain('GET /batches');
    expect(lines).toContain('GET /actions-items');
  });
});

import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';

import { readModel, type Json, type Model } from '../../src/model/index.ts';
import { compile } from '../../src/engine/index.ts';
import { restRoutes, type Route } from '../../src/rest/index.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { operationsOn, operationsOnOwn, selectionOf, type Operation } from '../isolation/operations.ts';
import { restCallsOn, type TitledCall } from '../isolation/rest-calls.ts';
import { everyKind } from '../isolation/every-kind.ts';
import { textOf } from '../rest/text-of.ts';
import type { RestCall } from '../rest/rest-event.ts';
import type { Depth } from './sample.ts';
import {
  ATTACKER,
  openWorld,
  seen,
  seenCall,
  type Sample,
  type Seen,
  type SeenCall,
  type World,
} from '../isolation/world.ts';

/** Both tenants in the pool, then one or the other in a silo. */
const samples: readonly Sample[] = [
  { title: 'the schema of the app' },
  { title: 'the schema of the app and acme in a silo', silos: ['acme'] },
  { ...everyKind, title: `${everyKind.title}, and globex in a silo`, silos: ['globex'] },
];

/**
 * Tests non-interference: two worlds differ only in whether acme has rows, and globex sees the same in both. So in
 * globex an id, a key, an owner or a value of acme is like one that does not exist. `quick` sends each operation with
 * a row of its own type, `deep` with a row of every type.
 */
export function sweepForeignIds(depth: Depth): void {
  describe.each(samples)('an ADMIN of globex with $title', (sample) => {
    attack(sample, depth);
  });
}

function attack(sample: Sample, depth: Depth): void {
  let model: Model;
  let schema: GraphQLSchema;
  let routes: readonly Route[];
  let full: World;
  let empty: World;

  beforeAll(async () => {
    const files =
      sample.sdl === undefined ? readSources(FIXTURE.schema) : [{ file: 'test', text: sample.sdl }];
    ({ model } = readModel(files));
    schema = compile(model, sample.resolvers ?? (await loadResolvers(FIXTURE.resolvers)));
    routes = restRoutes(model, schema);
    [full, empty] = await Promise.all([
      openWorld(sample, model, ['acme', 'globex']),
      openWorld(sample, model, ['globex']),
    ]);
  });
  afterAll(() => Promise.all([full.api.close(), empty.api.close()]));

  const known = (): Operation[] => {
    const rows = Object.fromEntries(
      Object.entries(full.rows.acme).flatMap(([type, [row]]) => (row ? [[type, row]] : [])),
    );
    return depth === 'quick'
      ? operationsOnOwn(schema, rows)
      : Object.values(rows).flatMap((row) => operationsOn(schema, row));
  };

  /** A route without a type gets rows of each type, or of the first one: its ids are those of any. */
  const knownCalls = (): TitledCall[] =>
    Object.entries(full.rows.acme).flatMap(([type, [row]], at) => {
      const isAsked = (route: Route): boolean =>
        route.type ? route.type.name === type : depth === 'deep' || at === 0;
      return row ? restCallsOn(routes.filter(isAsked), row) : [];
    });

  const expectSameCall = async (call: TitledCall): Promise<SeenCall> => {
    const [there, absent] = await Promise.all([full.call(ATTACKER, call), empty.call(ATTACKER, call)]);
    expect({ call, seen: seenCall(there) }).toEqual({ call, seen: seenCall(absent) });
    return there;
  };

  const expectSame = async ({ title, query, variables }: Operation): Promise<Seen> => {
    const [there, absent] = await Promise.all([
      full.ask(ATTACKER, query, variables),
      empty.ask(ATTACKER, query, variables),
    ]);
    expect({ title, variables, seen: seen(there) }).toEqual({ title, variables, seen: seen(absent) });
    return there;
  };

  it('sends only operations that the API accepts', async () => {
    const { errors } = await full.ask('alice', '{ __typename }');
    expect(errors).toEqual([]);
    const codes = new Set<unknown>();
    for (const { query, variables } of known().filter(({ title }) => title.startsWith('query'))) {
      const answer = await full.ask('alice', query, variables);
      for (const error of answer.errors) codes.add(error.extensions['code']);
    }
    expect([...codes]).not.toContain('GRAPHQL_VALIDATION_FAILED');
    expect([...codes]).not.toContain('BAD_USER_INPUT');
    expect([...codes]).not.toContain('INTERNAL');
  });

  it('finds rows in the own tenant, and acme has rows to attack', async () => {
    for (const { name, operations } of Object.values(model.models)) {
      expect({ name, rows: full.rows.acme[name]?.length }).toEqual({ name, rows: 3 });
      if (!operations.list) continue;
      const { data } = await full.ask(ATTACKER, `{ list: ${operations.list} { items { __typename } } }`);
      expect({ name, data }).toEqual({
        name,
        data: { list: { items: Array(3).fill({ __typename: name }) } },
      });
    }
  });

  it('gets INVALID_CURSOR for a page token of acme, as for any other text', async () => {
    for (const list of connections(schema, model)) {
      const { data } = await full.ask('alice', list.query, {
        limit: 1,
        nextToken: null,
        ...list.variables(full.rows.acme),
      });
      const token = /"nextToken":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
      if (token === undefined) continue;
      const mine = list.variables(full.rows.globex);
      const genuine = await full.ask(ATTACKER, list.query, { limit: 1, nextToken: token, ...mine });
      const garbage = await full.ask(ATTACKER, list.query, { limit: 1, nextToken: 'garbage', ...mine });
      expect({ list: list.title, codes: genuine.errors.map(({ extensions }) => extensions['code']) }).toEqual(
        {
          list: list.title,
          codes: genuine.errors.map(() => 'INVALID_CURSOR'),
        },
      );
      expect(genuine.errors.length).toBeGreaterThan(0);
      expect(seen(genuine)).toBe(seen(garbage));
    }
    expect.hasAssertions();
  });

  it('gets DANGLING_REFERENCE for a relation to a row of acme, as for a missing row', async () => {
    for (const type of Object.values(model.models)) {
      const { create, update } = type.operations;
      const toOne = Object.values(type.fields).filter(
        ({ kind }) => kind.is === 'toOne' && kind.index === null,
      );
      if (!create || toOne.length === 0) continue;
      const isWritable = (name: string): boolean => {
        const field = type.fields[name];
        return field?.kind.is === 'stored' && !field.rules && name !== 'id';
      };
      const row = Object.entries(full.rows.acme[type.name]?.[0] ?? {});
      const input = Object.fromEntries(row.filter(([name]) => isWritable(name))) as Record<string, Json>;
      const related = toOne.map(({ name }) => `${name} { __typename }`).join(' ');
      const query = `mutation Link($input: Create${type.name}Input!) { made: ${create}(input: $input) { ${related} } }`;
      expectDangling(await expectSame({ title: create, query, variables: { input } }));
      if (!update) continue;
      const mine = full.rows.globex[type.name]?.[1] ?? {};
      const isKey = (name: string): boolean => [type.key.hash, ...type.key.sort].includes(name);
      const key = Object.entries(mine).filter(([name]) => isKey(name));
      const held = toOne.flatMap(({ kind }) => (kind.is === 'toOne' ? kind.from : []));
      const keys = row.filter(([name]) => held.includes(name) && !isKey(name));
      const moved = { ...Object.fromEntries(key), ...Object.fromEntries(keys) };
      const change = `mutation Link($input: Update${type.name}Input!) { made: ${update}(input: $input) { ${related} } }`;
      expectDangling(await expectSame({ title: update, query: change, variables: { input: moved } }));
    }
  });

  it('gets the same answers, errors and DynamoDB calls for rows of acme as for missing rows', async () => {
    const before = await full.dump('acme');
    for (const { number } of Object.values(model.models)) expect(before[`T#acme#${number}`]).toHaveLength(3);
    const view = await viewOf(full);
    for (const operation of known()) await expectSame(operation);
    expect(await full.dump('acme')).toEqual(before);
    expect(await viewOf(full)).toEqual(view);
  });

  it('gets the same answers and DynamoDB calls over REST for rows of acme as for missing rows', async () => {
    const before = await full.dump('acme');
    const view = await viewOf(full);
    const statuses = new Set<number>();
    for (const call of knownCalls()) statuses.add((await expectSameCall(call)).status);
    expect([...statuses].filter((status) => status >= 500)).toEqual([]);
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 404]));
    expect(await full.dump('acme')).toEqual(before);
    expect(await viewOf(full)).toEqual(view);
  });

  it('gets INVALID_CURSOR over REST for a cursor of acme, as for any other text', async () => {
    let cursors = 0;
    for (const route of routes.filter(
      ({ kind }) => kind.is === 'list' || (kind.is === 'related' && kind.many),
    )) {
      const page = (tenant: 'acme' | 'globex', cursor?: string): RestCall => {
        const [row = {}] = full.rows[tenant][route.type?.name ?? ''] ?? [];
        const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(textOf(row[name])),
        );
        return {
          method: 'GET',
          target: `/v1${path}?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`,
        };
      };
      const { body } = await full.call('alice', page('acme'));
      const { nextCursor } = JSON.parse(body) as { readonly nextCursor?: string | null };
      if (!nextCursor) continue;
      cursors += 1;
      const genuine = await full.call(ATTACKER, page('globex', encodeURIComponent(nextCursor)));
      const garbage = await full.call(ATTACKER, page('globex', 'garbage'));
      expect(genuine).toMatchObject({
        status: 400,
        body: expect.stringContaining('INVALID_CURSOR') as string,
      });
      expect(seenCall(genuine)).toBe(seenCall(garbage));
    }
    expect(cursors).toBeGreaterThan(2);
  });

  function expectDangling({ data, errors }: Seen): void {
    expect(data).toEqual({ made: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['DANGLING_REFERENCE']);
  }

  /** Returns what a member of acme sees of the world. */
  async function viewOf(world: World): Promise<unknown> {
    const lists = Object.values(model.models).flatMap(({ operations }) => operations.list ?? []);
    const fields = lists.map((name) => {
      const type = schema.getQueryType()?.getFields()[name]?.type;
      return type ? `query { ${name} ${selectionOf(schema, type, 2)} }` : '{ __typename }';
    });
    const answers = [];
    for (const query of fields) answers.push((await world.ask('alice', query)).data);
    return JSON.parse(
      JSON.stringify(answers).replace(/"nextToken":"[^"]+"/g, '"nextToken":"<cursor>"'),
    ) as unknown;
  }
}

interface Connection {
  readonly title: string;
  readonly query: string;
  variables(rows: World['rows']['acme']): Record<string, unknown>;
}

/** Returns every list of the API: those of Query, and each relation below the list of its type. */
function connections(schema: GraphQLSchema, model: Model): Connection[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(
      ({ args, type }) => args.some(({ name }) => name === 'nextToken') && isObjectType(getNamedType(type)),
    )
    .map((field): Connection => {
      const required = field.args.filter(({ type }) => String(type).endsWith('!'));
      const [hash] = required;
      const target = Object.values(model.models).find(
        ({ operations, indexes }) =>
          operations.list === field.name || indexes.some(({ queryField }) => queryField === field.name),
      );
      return {
        title: field.name,
        query: `query Page($limit: Int, $nextToken: String${hash ? `, $hash: ${String(hash.type)}` : ''}) {
          ${field.name}(limit: $limit, nextToken: $nextToken${hash ? `, ${hash.name}: $hash` : ''}) { nextToken }
        }`,
        variables: (rows) => (hash && target ? { hash: rows[target.name]?.[0]?.[hash.name] } : {}),
      };
    });
  const relations = Object.values(model.models).flatMap((type) =>
    Object.values(type.fields).flatMap((field): Connection[] => {
      const { list } = type.operations;
      if (field.kind.is !== 'toMany' || !list) return [];
      return [
        {
          title: `${type.name}.${field.name}`,
          query: `query Page($limit: Int, $nextToken: String) {
            ${list} { items { ${field.name}(limit: $limit, nextToken: $nextToken) { nextToken } } }
          }`,
          variables: () => ({}),
        },
      ];
    }),
  );
  return [...roots, ...relations];
}

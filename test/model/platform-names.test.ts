import { readModel, type SchemaSource } from '../../src/model/index.ts';

const platform: SchemaSource = {
  file: 'platform.graphql',
  platform: true,
  text: `
    type Me { id: ID! customer: Customer }
    type Customer { status: Status }
    extend type Customer { plan(of: PlanInput): String }
    input PlanInput { status: Status = OPEN }
    enum Status { OPEN SHUT }
    extend type Query { me: Me! job(id: ID!): Customer }
    extend type Mutation { createRole(input: PlanInput): Me }`,
};
const rules = '@auth(rules: [{ allow: private }])';

/** Reads an app next to the platform. */
function served(text: string) {
  const { model, problems } = readModel([platform, { file: 'app.graphql', text }]);
  const place = ({ severity, code, at }: (typeof problems)[number]): string =>
    `${severity} ${code} ${at?.file}:${at?.line}:${at?.column}`;
  return { model, problems, places: problems.map(place) };
}

const rootsOf = ({ model }: ReturnType<typeof served>): readonly string[] =>
  [...Object.keys(model.queries), ...Object.keys(model.mutations)].toSorted();

describe('the names of the platform', () => {
  test('are as written next to an app that uses none of them', () => {
    const app = served(`type Task @model ${rules} { a: Int }`);
    expect(app.problems).toEqual([]);
    expect(rootsOf(app)).toEqual(['createRole', 'job', 'me']);
    expect(Object.keys(app.model.objects)).toEqual(['Me', 'Customer']);
    expect(app.model.platformPrefix).toBeUndefined();
  });

  test('begin with the prefix that the app chooses, all of them', () => {
    const app = served(
      `extend schema @platform(prefix: "tq") type Customer @model ${rules} { a: Int } type Query { me: TqMe }`,
    );
    expect(app.problems).toEqual([]);
    expect(rootsOf(app)).toEqual(['me', 'tqCreateRole', 'tqJob', 'tqMe']);
    const { objects, inputs, enums, queries, mutations, platformPrefix } = app.model;
    expect(platformPrefix).toBe('tq');
    expect(Object.keys({ ...objects, ...inputs, ...enums })).toEqual([
      'TqMe',
      'TqCustomer',
      'TqPlanInput',
      'TqStatus',
    ]);
    expect(queries['tqMe']?.type).toEqual({ name: 'TqMe', required: true });
    expect(mutations['tqCreateRole']?.arguments['input']?.type).toEqual({
      name: 'TqPlanInput',
      required: false,
    });
    expect(objects['TqCustomer']?.fields['plan']?.arguments['of']?.type).toEqual({
      name: 'TqPlanInput',
      required: false,
    });
    expect(inputs['TqPlanInput']?.fields['status']?.type).toEqual({ name: 'TqStatus', required: false });
  });

  test.each([
    ['a model of the same name', `type Me @model ${rules} { a: Int }`, '1:6'],
    ['a generated mutation of the same name', `type Role @model ${rules} { a: Int }`, '1:6'],
    ['a query of an index', `type A @model ${rules} { a: ID @index(queryField: "job") }`, '1:6'],
    ['a renamed query', `type A @model(queries: { get: "job" }) ${rules} { a: ID }`, '1:6'],
    ['an enum of the same name', 'enum Status { A }', '1:6'],
    ['a root field of the same name', 'type Query {\n  me: Int }', '2:3'],
  ])('give way as a whole to %s, with a warning at its place', (_what, sdl, at) => {
    const app = served(sdl);
    expect(app.places).toEqual([`warning reserved-name app.graphql:${at}`]);
    expect(app.problems[0]?.hint).toContain('extend schema @platform(prefix: "platform")');
    expect(rootsOf(app)).toEqual(expect.arrayContaining(['platformCreateRole', 'platformJob', 'platformMe']));
    expect(Object.keys(app.model.objects)).toContain('PlatformCustomer');
  });

  test('are a problem of the app if it uses them with their prefix too', () => {
    const chosen = served(
      `extend schema @platform(prefix: "tq")\ntype TqMe { a: Int } type Query { tqJob: TqMe }`,
    );
    expect(chosen.places).toEqual([
      'error reserved-name app.graphql:2:6',
      'error reserved-name app.graphql:2:35',
    ]);
    expect(served('type Me { a: Int }\nenum PlatformMe { A }').places).toContain(
      'error reserved-name app.graphql:2:6',
    );
  });

  test.each([
    ['two prefixes', 'extend schema @platform(prefix: "a") @platform(prefix: "b")', 'duplicate-directive'],
    ['a prefix that begins no name', 'extend schema @platform(prefix: "1a")', 'invalid-name'],
    ['no prefix', 'extend schema @platform', 'invalid-argument'],
    ['another directive on the schema', 'schema @model { query: Query }', 'misplaced-directive'],
  ])('report %s', (_what, sdl, code) => {
    expect(served(sdl).places).toEqual([
      `error ${code} app.graphql:1:${sdl.indexOf('@') + (code === 'duplicate-directive' ? 24 : 1)}`,
    ]);
  });
});

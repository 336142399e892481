import { readModel } from '../../src/model/index.ts';
import { expectProblems, problemsOf, read, readAnyway, task } from './harness.ts';

describe('readModel on several sources', () => {
  it('merges extensions from other files', () => {
    const { model, problems } = readModel([
      { file: 'b.graphql', text: 'extend type Task { note: String }\nextend enum Status { CLOSED }' },
      { file: 'a.graphql', text: task('status: Status') + 'enum Status { OPEN }' },
    ]);
    expect(problems).toEqual([]);
    expect(Object.keys(model.models['Task']?.fields ?? {})).toEqual([
      'status',
      'note',
      'id',
      'createdAt',
      'updatedAt',
    ]);
    expect(model.enums['Status']?.values.map(({ name }) => name)).toEqual(['OPEN', 'CLOSED']);
  });

  it('accepts extensions of root types that no source declares', () => {
    const model = read(
      'extend type Query { "How many." count(of: ID = "1"): Int! @deprecated(reason: "Ask list.") }\nextend type Mutation { go: Boolean }',
    );
    expect(model.queries['count']).toEqual({
      name: 'count',
      description: 'How many.',
      type: { name: 'Int', required: true },
      arguments: { of: { name: 'of', type: { name: 'ID', required: false }, default: '1' } },
      deprecated: 'Ask list.',
      rules: null,
    });
    expect(Object.keys(model.mutations)).toEqual(['go']);
  });

  it('returns problems in the order of files and lines', () => {
    const { problems } = readModel([
      { file: 'b.graphql', text: task('a: Strng\n b: Itn') },
      { file: 'a.graphql', text: 'type Note {\n a: Boolen }' },
    ]);
    expect(problems.map(({ at }) => `${at?.file}:${at?.line}:${at?.column}`)).toEqual([
      'b.graphql:2:4',
      'b.graphql:3:5',
      'a.graphql:2:5',
    ]);
  });
});

describe('readModel on custom types', () => {
  it('keeps objects, interfaces, unions, inputs and enums with their descriptions', () => {
    const model = read(`
      type Query { find(by: Search): [Thing] }
      interface Named { name: String! }
      "A place." type Place implements Named { name: String! tasks: [Task] far(from: Place2): Float }
      type Person implements Named { name: String! home: Place }
      union Thing = Place | Person
      input Search { text: String = "x" near: Place2 @deprecated }
      input Place2 { lat: Float! }
      enum Colour { "Hot." RED BLUE @deprecated }
      ${task('place: Place')}`);
    expect(model.objects['Place']).toMatchObject({ description: 'A place.', interfaces: ['Named'] });
    const { name, tasks, far } = model.objects['Place']?.fields ?? {};
    expect([name?.custom, tasks?.custom, far?.custom]).toEqual([false, true, true]);
    expect(model.interfaces['Named']?.fields['name']?.type).toEqual({ name: 'String', required: true });
    expect(model.unions['Thing']?.types).toEqual(['Place', 'Person']);
    expect(model.inputs['Search']?.fields).toMatchObject({
      text: { default: 'x' },
      near: { deprecated: 'No longer supported' },
    });
    expect(model.enums['Colour']?.values).toEqual([
      { name: 'RED', description: 'Hot.' },
      { name: 'BLUE', deprecated: 'No longer supported' },
    ]);
  });

  it('keeps nested lists as written', () => {
    const { Task } = read(task('grid: [[Int!]]!')).models;
    expect(Task?.fields['grid']?.type).toEqual({
      list: { list: { name: 'Int', required: true }, required: false },
      required: true,
    });
  });
});

describe('readModel on invalid types', () => {
  it.each([
    ['a type that is not declared', 'type A { b: Bee }', 'unknown-type'],
    ['an input as output', 'input I { a: Int }\ntype A { i: I }', 'invalid-type'],
    ['an object as argument', 'type A { b(a: A): Int }', 'invalid-type'],
    ['an implements clause that names a model', 'type A implements Task { id: ID! }', 'invalid-type'],
    ['a union member that is not an object type', 'union U = Task | Int', 'invalid-type'],
    [
      'a type that lacks a field of its interface',
      'interface N { n: Int }\ntype A implements N { m: Int }',
      'invalid-type',
    ],
    ['an input that requires itself', 'input I { i: I! }', 'invalid-type'],
    ['a type declared twice', 'type A { a: Int }\ntype A { a: Int }', 'duplicate-name'],
    ['a field declared twice', 'type A { a: Int a: Int }', 'duplicate-name'],
    ['an extension of a type that is not declared', 'extend type Tsk { a: Int }', 'unknown-type'],
    ['an extension of the wrong kind', 'extend enum Task { A }', 'unknown-type'],
    ['a type without fields', 'type A', 'empty-type'],
    ['an enum without values', 'enum E', 'empty-type'],
    ['a field name that GraphQL reserves', 'type A { __a: Int a: Int }', 'reserved-name'],
    ['an argument name that GraphQL reserves', 'type A { a(__proto__: Int): Int }', 'reserved-name'],
    ['an input field name that GraphQL reserves', 'input A { __proto__: Int a: Int }', 'reserved-name'],
    ['a scalar redefined', 'type AWSDate { a: Int }', 'reserved-name'],
    [
      'a directive written twice',
      'type Query { a: Int @auth(rules: []) @auth(rules: []) }',
      'duplicate-directive',
    ],
    ['a directive in a place that it does not allow', 'enum E { A @model }', 'misplaced-directive'],
  ])('reports %s', (_what, sdl, code) => {
    const problems = problemsOf(task('id: ID!') + sdl);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.at).toBeDefined();
  });

  it('lets a model implement an interface by the fields that the compiler adds', () => {
    read(
      `interface Node { id: ID! createdAt: AWSDateTime! }\n${task('a: Int').replace('@model', 'implements Node @model')}`,
    );
  });

  it('drops a field of an unknown type and keeps the other fields', () => {
    expect(Object.keys(readAnyway(task('a: Nothing\n b: Int')).models['Task']?.fields ?? {})).toContain('b');
    expect(readAnyway(task('a: Nothing\n b: Int')).models['Task']?.fields['a']).toBeUndefined();
  });
});

describe('names that every JavaScript object has', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith('__'));

  it.each(inherited)('are refused for whatever graphql-js reads as a property: %s', (name) => {
    expectProblems(
      `${task(`${name}: String\na(${name}: Int): Int`)}
type Query { find(${name}: ${name}): Int }
input ${name} { ${name}: Int }
type Pet @model(queries: { get: "${name}" }) @auth(rules: [{ allow: private }]) { a: Int }
type Cat @model @auth(rules: [{ allow: owner, ownerField: "${name}" }]) { a: Int }`,
      ['2', '3', '6', '7', '7', '8', '9'].map((line) => `${line} reserved-name`),
    );
  });

  it('are refused once if GraphQL reserves them too, and leave a type that is not called empty', () => {
    expectProblems(`${task('id: ID!')}type A { __proto__: Int }`, ['4 reserved-name']);
  });
});

describe('inputs with the name of a generated one', () => {
  const type = task('title: String!\nplace: Place\nn: Int @default(value: "1")') + 'type Place { a: Int }\n';

  it('are used if the type can store their fields', () => {
    const { inputs } = read(
      `${type}input PlaceInput { a: Int } input CreateTaskInput { title: String! place: PlaceInput } input UpdateTaskInput { n: Int }`,
    );
    expect(Object.keys(inputs['CreateTaskInput']?.fields ?? {})).toEqual(['title', 'place']);
    expect(inputs['UpdateTaskInput']?.fields).toMatchObject({ id: { type: { name: 'ID', required: true } } });
  });

  it.each([
    ['a field that the type does not have', 'input CreateTaskInput { title: String! name: Int }'],
    ['a field of another type', 'input UpdateTaskInput { n: String }'],
    ['a list in place of a value', 'input UpdateTaskInput { n: [Int] }'],
    ['a field that the engine writes', 'input UpdateTaskInput { createdAt: AWSDateTime }'],
    ['a create that leaves out a required field', 'input CreateTaskInput { n: Int }'],
    ['a create in which a required field is optional', 'input CreateTaskInput { title: String }'],
  ])('are a problem with %s', (_what, input) => {
    expectProblems(type + input, ['7 reserved-name']);
  });
});

describe('names of the generated API', () => {
  it.each([
    'ModelTaskConnection',
    'CreateTaskInput',
    'ModelStringInput',
    'ModelTaskFilterInput',
    'ModelStatusInput',
    'Resolvers',
    'ResolversTypes',
    'TaskResolvers',
    'TaskSArgs',
    'QueryGetTaskArgs',
    'MutationResolvers',
  ])('reject a type named %s', (name) => {
    expectProblems(`${task('s: Status')}enum Status { A }\ninput ${name} { a: Int }`, ['5 reserved-name']);
  });

  it.each(['Size', 'SubscriptionString'])(
    'reject an enum %s, whose filters would be those of a scalar, but only in a model',
    (name) => {
      expectProblems(`${task(`s: ${name}`)}enum ${name} { A }`, ['4 reserved-name']);
      expectProblems(`${task('a: Part')}type Part { s: ${name} }enum ${name} { A }`, []);
    },
  );

  it.each([
    ['type Query { getTask: Int }', '4 name-collision'],
    ['type Mutation { deleteTask: Int }', '4 name-collision'],
    [
      'type task @model @auth(rules: [{ allow: private }]) { a: ID @index(queryField: "listTasks") }',
      '4 name-collision',
    ],
    [
      'type task @model(queries: null, mutations: null) @auth(rules: [{ allow: private }]) { a: ID }',
      '4 name-collision',
    ],
  ])('reject %s', (sdl, problem) => {
    const found = problemsOf(task('id: ID!') + sdl).map(({ code, at }) => `${at?.line} ${code}`);
    expect(new Set(found)).toEqual(new Set([problem]));
  });

  it.each(['MyResolvers', 'PlanArgs', 'QueryPlan'])('leave the name %s to the schema', (name) => {
    read(`${task('s: Int')}type ${name} @model @auth(rules: [{ allow: private }]) { a: Int }`);
  });

  it('become free when the operation is switched off', () => {
    read(task('id: ID!').replace('@model', '@model(queries: { get: null })') + 'type Query { getTask: Int }');
  });
});

describe('a schema without any query', () => {
  it.each(['', '# nothing\n', 'type Note { a: Int }', 'type Query'])(
    'is reported as empty when its text is %j',
    (sdl) => {
      expectProblems(sdl, ['- empty-schema']);
    },
  );

  it('is reported as empty when its models have no queries', () => {
    expectProblems(task('id: ID!').replace('@model', '@model(queries: null)'), ['- empty-schema']);
  });
});

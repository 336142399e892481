import { expectProblems, read, readAnyway, task } from '../harness.ts';

describe('@model', () => {
  it('adds an id and both timestamps after the declared fields', () => {
    const { Task } = read(task('title: String!')).models;
    expect(
      Object.values(Task?.fields ?? {}).map(({ name, declared, kind }) => [name, declared, kind.is]),
    ).toEqual([
      ['title', true, 'stored'],
      ['id', false, 'stored'],
      ['createdAt', false, 'implicit'],
      ['updatedAt', false, 'implicit'],
    ]);
    expect(Task?.key).toEqual({ hash: 'id', sort: [], declared: false });
  });

  it('names operations after the plural from the package pluralize', () => {
    const { Category } = read(task('id: ID!').replace('Task', 'Category')).models;
    expect(Category?.operations).toEqual({
      get: 'getCategory',
      list: 'listCategories',
      count: 'countCategories',
      create: 'createCategory',
      update: 'updateCategory',
      delete: 'deleteCategory',
    });
    expect(Category?.plural).toBe('Categories');
  });

  it('renames an operation by a string and disables it by null, singly or all at once', () => {
    const sdl = `type Task @auth(rules: [{ allow: private }])
      @model(queries: { get: "oneTask", list: null }, mutations: null) { id: ID! }`;
    expect(read(sdl).models['Task']?.operations).toEqual({
      get: 'oneTask',
      list: null,
      count: null,
      create: null,
      update: null,
      delete: null,
    });
  });

  it('adds a count to a type with a list, except when it is null or the name is in use', () => {
    const count = (queries: string, more = ''): string | null | undefined =>
      read(`${more} type Task @auth(rules: [{ allow: private }]) @model(queries: ${queries}) { id: ID! }`)
        .models['Task']?.operations.count;
    expect(count('{ get: "oneTask" }')).toBe('countTasks');
    expect(count('{ count: "howManyTasks" }')).toBe('howManyTasks');
    expect(count('{ count: null }')).toBeNull();
    expect(count('{}', 'type Query { countTasks: Int }')).toBeNull();
  });

  it('renames timestamps and disables them', () => {
    const { Task } = read(
      `type Task @auth(rules: [{ allow: private }])
        @model(timestamps: { createdAt: "born", updatedAt: null }) { id: ID! }`,
    ).models;
    expect(Task?.timestamps).toEqual({ createdAt: 'born', updatedAt: null });
    expect(Object.keys(Task?.fields ?? {})).toEqual(['id', 'born']);
  });

  it('sets a declared timestamp only when its type can store one', () => {
    const sdl = task('createdAt: String\n updatedAt: AWSTimestamp');
    const [problem] = expectProblems(sdl, ['3 dead-timestamp']);
    expect(problem?.severity).toBe('warning');
    const { Task } = readAnyway(sdl).models;
    expect(Task?.timestamps).toEqual({ createdAt: 'createdAt', updatedAt: null });
    expect(Task?.fields['createdAt']?.kind.is).toBe('stored');
  });

  it('warns of one field for both timestamps', () => {
    const both = '@model(timestamps: { createdAt: "at", updatedAt: "at" })';
    expectProblems(`type Task ${both} @auth(rules: [{ allow: private }]) { id: ID! }`, ['1 dead-timestamp']);
  });

  it('warns of an empty list of rules', () => {
    expectProblems('type Task @model @auth(rules: []) { id: ID! }', ['1 no-auth']);
  });

  it.each(['and', 'or', 'not'])('refuses a field named "%s", which every filter has', (name) => {
    expectProblems(task(`${name}: String`), ['2 reserved-name']);
  });

  it.each(['filter', 'limit', 'nextToken', 'sortDirection'])(
    'refuses "%s" in a key only, because lists have an argument of that name',
    (name) => {
      expectProblems(task(`${name}: ID @index(name: "byIt")`), ['2 reserved-name']);
      read(task(`${name}: ID`));
    },
  );

  it('refuses a type with the name of a part of the store of resolvers', () => {
    expectProblems('type trusted @model @auth(rules: [{ allow: private }]) { a: Int }', ['1 reserved-name']);
  });

  it('warns of a model that no caller may access', () => {
    const [problem] = expectProblems('type Task @model { id: ID! }', ['1 no-auth']);
    expect(problem?.severity).toBe('warning');
  });

  it('rejects names that are not GraphQL names', () => {
    const named = (args: string) =>
      `type Task @auth(rules: [{ allow: private }]) @model(${args}) { id: ID! }`;
    expectProblems(named('timestamps: { createdAt: "made at" }'), ['1 invalid-name']);
    expectProblems(named('queries: { get: "get-task" }'), ['1 invalid-name']);
  });

  it('rejects an id that is a list', () => {
    expectProblems(task('id: [ID!]!'), ['2 invalid-key']);
  });

  it('marks fields as custom when they have arguments or return a model without a relation', () => {
    const fields = read(
      task('sum(upTo: Int = 3): Int\n next: Task\n note: Note') + 'type Note { text: String }',
    ).models['Task']?.fields;
    expect(['sum', 'next', 'note'].map((name) => fields?.[name]?.kind.is)).toEqual([
      'custom',
      'custom',
      'stored',
    ]);
    expect(fields?.['sum']?.arguments['upTo']).toEqual({
      name: 'upTo',
      type: { name: 'Int', required: false },
      default: 3,
    });
  });

  it('is rejected outside object types', () => {
    expectProblems(task('id: ID!') + 'interface Node @model { id: ID! }', ['4 misplaced-directive']);
  });

  it('treats a misspelt @model as @model, so that one mistake is one problem', () => {
    const sdl = task('name: String @default(value: "x")').replace('@model', '@modle');
    expectProblems(sdl, ['1 unknown-directive']);
    expect(readAnyway(sdl).models['Task']?.fields['name']?.default).toBe('x');
  });
});

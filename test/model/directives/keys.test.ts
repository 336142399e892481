import { expectProblems, read, task } from '../harness.ts';

describe('@primaryKey', () => {
  it('replaces the id as key', () => {
    const { Task } = read(task('board: ID! @primaryKey(sortKeyFields: ["place"])\n place: Int!')).models;
    expect(Task?.key).toEqual({ hash: 'board', sort: ['place'], declared: true });
    expect(Object.keys(Task?.fields ?? {})).toEqual(['board', 'place', 'createdAt', 'updatedAt']);
  });

  it('accepts one sort field without brackets', () => {
    const { Task } = read(task('a: ID! @primaryKey(sortKeyFields: "b")\n b: ID!')).models;
    expect(Task?.key.sort).toEqual(['b']);
  });

  it.each([
    ['a field that may be null', 'a: ID @primaryKey', '2 invalid-key'],
    ['a list', 'a: [ID!]! @primaryKey', '2 invalid-key'],
    ['a custom type', 'a: Note! @primaryKey', '2 invalid-key'],
    ['a sort field that may be null', 'a: ID! @primaryKey(sortKeyFields: ["b"])\n b: ID', '2 invalid-key'],
    ['a Boolean sort field', 'a: ID! @primaryKey(sortKeyFields: ["b"])\n b: Boolean!', '2 invalid-key'],
    ['a field named twice', 'a: ID! @primaryKey(sortKeyFields: ["a"])', '2 invalid-key'],
    ['a second key', 'a: ID! @primaryKey\n b: ID! @primaryKey', '3 invalid-key'],
  ])('rejects %s', (_what, fields, problem) => {
    expectProblems(task(fields) + 'type Note { text: String }', [problem]);
  });

  it('suggests the intended sort field', () => {
    const [problem] = expectProblems(task('a: ID! @primaryKey(sortKeyFields: ["palce"])\n place: Int!'), [
      '2 unknown-field',
    ]);
    expect(problem?.hint).toBe('Did you mean "place"?');
  });
});

describe('@index', () => {
  it('names an index and its query after the plural and the fields', () => {
    const { Task } = read(task('project: ID! @index(sortKeyFields: ["due"])\n due: AWSDate')).models;
    expect(Task?.indexes).toEqual([
      {
        name: 'tasksByProjectAndDue',
        hash: 'project',
        sort: ['due'],
        queryField: 'tasksByProjectAndDue',
        declared: true,
        slot: 1,
        number: 1,
      },
    ]);
  });

  it('creates no query when queryField is null, and a query of the default name when it is omitted', () => {
    const { Task } = read(
      task('a: ID @index(name: "byA", queryField: null)\n b: ID @index(name: "byB")'),
    ).models;
    expect(Task?.indexes.map(({ name, queryField }) => [name, queryField])).toEqual([
      ['byA', null],
      ['byB', 'tasksByB'],
    ]);
  });

  it('numbers slots in the order of declaration, with indexes of relations last', () => {
    const { Task } = read(
      `type Board @model @auth(rules: [{ allow: private }]) { id: ID! tasks: [Task] @hasMany }` +
        task(
          'a: ID @index(name: "byA") @index(name: "byAB", sortKeyFields: ["b"], queryField: "ab")\n b: ID',
        ),
    ).models;
    expect(Task?.indexes.map(({ name, slot, declared }) => [name, slot, declared])).toEqual([
      ['byA', 1, true],
      ['byAB', 2, true],
      ['gsi-Board.tasks', 3, false],
    ]);
  });

  it.each([
    ['a name that DynamoDB does not accept', 'a: ID @index(name: "by a")', '2 invalid-index'],
    ['a name given twice', 'a: ID @index(name: "byA")\n b: ID @index(name: "byA")', '3 invalid-index'],
    ['a list', 'a: [ID] @index', '2 invalid-key'],
    ['a projection of keys', 'a: ID @index(projection: { type: KEYS_ONLY })', '2 unsupported-projection'],
    ['an unknown sort field', 'a: ID @index(sortKeyFields: ["zzz"])', '2 unknown-field'],
    ['a query name that is not a GraphQL name', 'a: ID @index(queryField: "by-a")', '1 invalid-name'],
  ])('rejects %s', (_what, fields, problem) => {
    expectProblems(task(fields), [problem]);
  });

  it('rejects more indexes than a table can have', () => {
    const fields = Array.from({ length: 21 }, (_, place) => `f${place}: ID @index`).join('\n');
    expectProblems(task(fields), ['1 invalid-index']);
  });
});

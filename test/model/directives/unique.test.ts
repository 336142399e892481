import { expectProblems, read, readAnyway, task } from '../harness.ts';

const open = '@model @auth(rules: [{ allow: private }])';

describe('@unique', () => {
  it('applies to one field or to a combination, and may be repeated on a field', () => {
    const { Task } = read(
      task('slug: String! @unique @unique(fields: ["projectId", "state"])\nprojectId: ID\nstate: State') +
        'enum State { A }',
    ).models;
    expect(Task?.uniques).toEqual([
      { name: 'slug', fields: ['slug'] },
      { name: 'slug+projectId+state', fields: ['slug', 'projectId', 'state'] },
    ]);
  });

  it('accepts the foreign key that a relation adds', () => {
    const model = read(`
      type Project ${open} { tasks: [Task] @hasMany }
      type Task ${open} { rank: Int @unique(fields: ["projectTasksId"]) }`);
    expect(model.models['Task']?.uniques[0]?.name).toBe('rank+projectTasksId');
  });

  it('prevents a join model from linking two rows twice', () => {
    const model = read(`
      type Post ${open} { tags: [Tag] @manyToMany(relationName: "postTags") }
      type Tag ${open} { name: ID! @primaryKey(sortKeyFields: ["lang"]) lang: String! posts: [Post] @manyToMany(relationName: "postTags") }`);
    expect(model.models['PostTags']?.uniques).toEqual([
      { name: 'postId+tagName+taglang', fields: ['postId', 'tagName', 'taglang'] },
    ]);
    expect(model.models['Post']?.uniques).toEqual([]);
  });

  it.each([
    ['a list', 'a: [String] @unique', '2 invalid-unique'],
    ['a JSON field, whose value has many spellings', 'a: AWSJSON @unique', '2 invalid-unique'],
    ['an embedded type', 'a: Place @unique', '2 invalid-unique'],
    ['a combination with a list', 'a: ID @unique(fields: ["b"])\nb: [ID]', '2 invalid-unique'],
    ['a field that a resolver answers', 'a(b: Int): ID @unique', '2 invalid-unique'],
    [
      'a combination with the @version field',
      'a: ID @unique(fields: ["v"])\nv: Int! @version',
      '2 invalid-unique',
    ],
    ['a combination that repeats the field', 'a: ID @unique(fields: ["a"])', '2 invalid-unique'],
    [
      'the same combination twice',
      'a: ID @unique(fields: ["b"])\nb: ID @unique(fields: ["a"])',
      '3 invalid-unique',
    ],
    ['a field that does not exist', 'a: ID @unique(fields: ["bb"])', '2 unknown-field'],
  ])('rejects %s', (_what, fields, problem) => {
    expectProblems(`${task(fields)}type Place { a: Int }`, [problem]);
    expect(readAnyway(task(fields)).models['Task']?.uniques.length).toBeLessThan(2);
  });

  it('is rejected on a relation with a hint at the foreign key', () => {
    const [problem] = expectProblems(
      `type Task ${open} { id: ID! parentId: ID parent: Task @hasOne(fields: ["parentId"]) @unique }`,
      ['1 invalid-unique'],
    );
    expect(problem?.hint).toMatch(/foreign key/);
  });

  it('is rejected on a type without @model', () => {
    expectProblems(`${task('id: ID!')}type Note { a: ID @unique }`, ['4 misplaced-directive']);
  });
});

import type { Model } from '../../../src/model/index.ts';
import { expectProblems, problemsOf, read } from '../harness.ts';

const open = '@model @auth(rules: [{ allow: private }])';
const field = (model: Model, path: string) => {
  const [type = '', name = ''] = path.split('.');
  return model.models[type]?.fields[name];
};

describe('a @belongsTo that could answer several relations', () => {
  const two = (way: string): string => `
    type Teacher ${open} { lessons: [Lesson] @hasMany reserves: [Lesson] @hasMany }
    type Lesson ${open} { teacher: Teacher ${way} }`;

  it('answers the first, with a warning that says what to write for each', () => {
    const [problem] = expectProblems(two('@belongsTo'), ['3 ambiguous-relation']);
    expect(problem?.severity).toBe('warning');
    expect(problem?.hint).toBe(
      'Write fields: ["teacherLessonsId"] for Teacher.lessons, or fields: ["teacherReservesId"] for Teacher.reserves.',
    );
    read(two('@belongsTo(fields: ["teacherReservesId"])'));
  });
});

describe('relations without arguments', () => {
  it('give the child a foreign key and an index, which @belongsTo shares', () => {
    const model = read(`
      type Project ${open} { name: String tasks: [Task] @hasMany }
      type Task ${open} { title: String project: Project @belongsTo }`);
    expect(field(model, 'Project.tasks')?.kind).toEqual({
      is: 'toMany',
      directive: 'hasMany',
      target: 'Task',
      from: ['id'],
      index: 'gsi-Project.tasks',
      limit: 100,
    });
    expect(field(model, 'Task.project')?.kind).toEqual({
      is: 'toOne',
      directive: 'belongsTo',
      target: 'Project',
      from: ['projectTasksId'],
      index: null,
    });
    expect(field(model, 'Task.projectTasksId')).toMatchObject({
      type: { name: 'ID', required: false },
      kind: { is: 'stored' },
      declared: false,
    });
    expect(model.models['Task']?.indexes).toMatchObject([
      {
        name: 'gsi-Project.tasks',
        hash: 'projectTasksId',
        sort: [],
        queryField: null,
        declared: false,
        slot: 1,
      },
    ]);
  });

  it('copy every field of a composite key and require it when the relation is required', () => {
    const model = read(`
      type Team ${open} { code: String! @primaryKey(sortKeyFields: ["year"]) year: Int! lead: Person! @hasOne }
      type Person ${open} { team: Team @belongsTo }`);
    expect(field(model, 'Person.team')?.kind).toMatchObject({ from: ['personTeamCode', 'personTeamYear'] });
    expect(field(model, 'Person.personTeamYear')?.type).toEqual({ name: 'Int', required: false });
    expect(field(model, 'Team.teamLeadId')?.type).toEqual({ name: 'ID', required: true });
  });

  it('use a foreign key that the schema declares', () => {
    const model = read(`
      type Project ${open} { id: ID! tasks: [Task] @hasMany }
      type Task ${open} { projectTasksId: ID! project: Project @belongsTo }`);
    expect(field(model, 'Task.projectTasksId')).toMatchObject({ type: { required: true }, declared: true });
  });
});

describe('relations by fields', () => {
  it('use the index that the other type declares', () => {
    const model = read(`
      type Project ${open} { id: ID! tasks: [Task] @hasMany(indexName: "byProject", fields: ["id"], limit: 5) }
      type Task ${open} { owner: String projectId: ID! @index(name: "byProject") project: Project @belongsTo }`);
    expect(field(model, 'Project.tasks')?.kind).toMatchObject({ index: 'byProject', from: ['id'], limit: 5 });
    expect(field(model, 'Task.project')?.kind).toMatchObject({ from: ['projectId'] });
    expect(field(model, 'Task.projectTasksId')).toBeUndefined();
  });

  it('use the primary key of the other type without an index', () => {
    const model = read(`
      type Log ${open} { day: ID! @primaryKey(sortKeyFields: ["at"]) at: AWSDateTime! }
      type Day ${open} { id: ID! logs: [Log] @hasMany(fields: ["id"]) }`);
    expect(field(model, 'Day.logs')?.kind).toMatchObject({ index: null, from: ['id'] });
  });
});

describe('relations by references', () => {
  const sides = (references: string) => `
    type Project ${open} { id: ID! tasks: [Task] @hasMany(references: ${references}) lead: Lead @hasOne(references: ["projectId"]) }
    type Task ${open} { projectId: ID project: Project @belongsTo(references: ["projectId"]) }
    type Lead ${open} { projectId: String! project: Project @belongsTo(references: ["projectId"], overrideIndexName: "byLead") }`;

  it('index the fields of the other type that contain the key', () => {
    const model = read(sides('"projectId"'));
    expect(field(model, 'Project.tasks')?.kind).toMatchObject({ from: ['id'], index: 'gsi-Project.tasks' });
    expect(field(model, 'Project.lead')?.kind).toMatchObject({ is: 'toOne', from: ['id'], index: 'byLead' });
    expect(field(model, 'Task.project')?.kind).toMatchObject({ from: ['projectId'], index: null });
    expect(model.models['Lead']?.indexes).toMatchObject([{ name: 'byLead', hash: 'projectId' }]);
  });

  it('are rejected when only one side declares them', () => {
    expectProblems(
      `type Project ${open} { id: ID! tasks: [Task] @hasMany(references: ["projectId"]) }
       type Task ${open} { projectId: ID }`,
      ['1 one-sided-relation'],
    );
    expectProblems(
      `type Project ${open} { id: ID! }
       type Task ${open} { projectId: ID project: Project @belongsTo(references: ["projectId"]) }`,
      ['2 one-sided-relation'],
    );
  });
});

describe('@manyToMany', () => {
  const sides = `
    type Post ${open} { id: ID! tags: [Tag] @manyToMany(relationName: "postTags", limit: 7) }
    type Tag @model @auth(rules: [{ allow: owner }]) { name: ID! @primaryKey(sortKeyFields: ["lang"]) lang: String! posts: [Post] @manyToMany(relationName: "postTags") }`;

  it('creates a join model with both keys and a relation to each side', () => {
    const model = read(sides);
    const join = model.models['PostTags'];
    expect(Object.keys(model.models)).toEqual(['Post', 'Tag', 'PostTags']);
    expect(Object.keys(join?.fields ?? {})).toEqual([
      'id',
      'postId',
      'tagName',
      'taglang',
      'post',
      'tag',
      'owner',
      'createdAt',
      'updatedAt',
    ]);
    expect(join).toMatchObject({ join: true, plural: 'PostTags', operations: { list: 'listPostTags' } });
    expect(join?.indexes.map(({ name, queryField }) => [name, queryField])).toEqual([
      ['byPost', 'postTagsByPostId'],
      ['byTag', 'postTagsByTagNameAndTaglang'],
    ]);
    expect(field(model, 'Post.tags')?.kind).toMatchObject({
      target: 'PostTags',
      index: 'byPost',
      from: ['id'],
      limit: 7,
    });
    expect(field(model, 'Tag.posts')?.kind).toMatchObject({
      index: 'byTag',
      from: ['name', 'lang'],
      limit: 100,
    });
  });

  it('warns when no caller may access the links, because they have no groups field', () => {
    const grouped = '@model @auth(rules: [{ allow: groups, groupsField: "teams" }])';
    const [problem] = expectProblems(
      `type A ${grouped} { teams: [String] bs: [B] @manyToMany(relationName: "AB") }
       type B ${grouped} { teams: [String] as: [A] @manyToMany(relationName: "AB") }`,
      ['1 no-auth'],
    );
    expect(problem?.message).toMatch(/^AB inherits no rule/);
  });

  it('merges the rules of both sides', () => {
    expect(read(sides).models['PostTags']?.rules.map(({ allow }) => allow)).toEqual(['private', 'owner']);
  });

  it.each([
    [
      'one side only',
      'type Post @model @auth(rules: [{ allow: private }]) { tags: [Tag] @manyToMany(relationName: "A") }',
      'one-sided-relation',
    ],
    [
      'two sides with different names',
      'type Post @model @auth(rules: [{ allow: private }]) { tags: [Tag] @manyToMany(relationName: "A") }\nextend type Tag { posts: [Post] @manyToMany(relationName: "B") }',
      'one-sided-relation',
    ],
    [
      'a relation of a type with itself',
      'extend type Tag { a: [Tag] @manyToMany(relationName: "A") b: [Tag] @manyToMany(relationName: "A") }',
      'one-sided-relation',
    ],
    [
      'a name that a type already has',
      'type Post @model @auth(rules: [{ allow: private }]) { tags: [Tag] @manyToMany(relationName: "Tag") }\nextend type Tag { posts: [Post] @manyToMany(relationName: "Tag") }',
      'reserved-name',
    ],
  ])('rejects %s', (_what, sdl, code) => {
    const tag = `type Tag ${open} { id: ID! }\n`;
    expect(new Set(problemsOf(tag + sdl).map((problem) => problem.code))).toEqual(new Set([code]));
  });
});

describe('readModel on an invalid relation', () => {
  const project = `type Project ${open} { id: ID! name: String }\n`;
  it.each([
    ['a target that is not declared', `type Task ${open} { project: Projct @belongsTo }`, 'unknown-model'],
    [
      'a type without @model',
      `type Note { a: Int }\ntype Task ${open} { note: Note @hasOne }`,
      'unknown-model',
    ],
    ['a list under @hasOne', `type Task ${open} { project: [Project] @hasOne }`, 'invalid-relation'],
    ['a single row under @hasMany', `type Task ${open} { project: Project @hasMany }`, 'invalid-relation'],
    [
      '@belongsTo without its counterpart',
      `type Task ${open} { project: Project @belongsTo }`,
      'one-sided-relation',
    ],
    [
      'a field that does not exist',
      `type Task ${open} { p: Project @hasOne(fields: ["pid"]) }`,
      'unknown-field',
    ],
    [
      'a foreign key of another type than the key',
      `type Task ${open} { pid: Int p: Project @hasOne(fields: ["pid"]) }`,
      'invalid-relation',
    ],
    [
      'too many fields',
      `type Task ${open} { a: ID b: ID p: Project @hasOne(fields: ["a", "b"]) }`,
      'invalid-relation',
    ],
    [
      'an index that does not exist',
      `type Task ${open} { ps: [Project] @hasMany(indexName: "byX", fields: ["id"]) }`,
      'unknown-index',
    ],
    ['a limit of 0', `type Task ${open} { ps: [Project] @hasMany(limit: 0) }`, 'invalid-argument'],
  ])('reports %s as one problem', (_what, sdl, code) => {
    expect(problemsOf(project + sdl).map((problem) => problem.code)).toEqual([code]);
  });
});

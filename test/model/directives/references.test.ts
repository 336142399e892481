import type { Model } from '../../../src/model/index.ts';
import { expectProblems, read } from '../harness.ts';

const open = '@model @auth(rules: [{ allow: private }])';
const referencesOf = (sdl: string, type = 'Task') => read(sdl).models[type]?.references;
const indexesOf = (model: Model, type: string) => model.models[type]?.indexes.map(({ name }) => name);

describe('the references of a type', () => {
  it('contain each implicit foreign key once, for both ends of a relation', () => {
    expect(
      referencesOf(`
        type Project ${open} { tasks: [Task] @hasMany }
        type Task ${open} { project: Project @belongsTo }`),
    ).toEqual([
      { target: 'Project', fields: ['projectTasksId'], onDelete: null, index: 'gsi-Project.tasks' },
    ]);
  });

  it('contain the fields of @belongsTo and @hasOne, with or without an index', () => {
    expect(
      referencesOf(`
        type Person ${open} { id: ID! }
        type Task ${open} {
          id: ID!
          authorId: ID @index(name: "byAuthor")
          author: Person @belongsTo(fields: ["authorId"])
          parentId: ID
          parent: Task @hasOne(fields: ["parentId"])
          badge: Person @hasOne
        }`),
    ).toEqual([
      { target: 'Task', fields: ['parentId'], onDelete: null, index: null },
      { target: 'Person', fields: ['taskBadgeId'], onDelete: null, index: null },
      { target: 'Person', fields: ['authorId'], onDelete: null, index: 'byAuthor' },
    ]);
  });

  it('contain every field of a composite key in the order of the key', () => {
    expect(
      referencesOf(
        `type Team ${open} { code: ID! @primaryKey(sortKeyFields: ["year"]) year: Int! people: [Person] @hasMany(indexName: "byTeam", fields: ["code", "year"]) }
         type Person ${open} { team: ID @index(name: "byTeam", sortKeyFields: ["season", "name"]) season: Int name: String! }`,
        'Person',
      ),
    ).toEqual([{ target: 'Team', fields: ['team', 'season'], onDelete: null, index: 'byTeam' }]);
  });

  it('contain a primary key that a relation uses as foreign key', () => {
    expect(
      referencesOf(
        `type Day ${open} { id: ID! logs: [Log] @hasMany(fields: ["id"]) }
         type Log ${open} { day: ID! @primaryKey(sortKeyFields: ["at"]) at: AWSDateTime! }`,
        'Log',
      ),
    ).toEqual([{ target: 'Day', fields: ['day'], onDelete: null, index: null }]);
  });

  it('are empty when a relation uses a field other than the primary key', () => {
    expect(
      referencesOf(`
        type Person ${open} { id: ID! email: ID! tasks: [Task] @hasMany(indexName: "byMail", fields: ["email"]) }
        type Task ${open} { mail: ID @index(name: "byMail") }`),
    ).toEqual([]);
  });

  it('contain both keys of a join model with CASCADE', () => {
    expect(
      referencesOf(
        `type Post ${open} { tags: [Tag] @manyToMany(relationName: "postTags") }
         type Tag ${open} { posts: [Post] @manyToMany(relationName: "postTags") }`,
        'PostTags',
      ),
    ).toEqual([
      { target: 'Post', fields: ['postId'], onDelete: 'CASCADE', index: 'byPost' },
      { target: 'Tag', fields: ['tagId'], onDelete: 'CASCADE', index: 'byTag' },
    ]);
  });
});

describe('onDelete', () => {
  it.each(['RESTRICT', 'CASCADE', 'SET_NULL'])('accepts %s on a relation without arguments', (onDelete) => {
    const sdl = `
      type Project ${open} { tasks: [Task] @hasMany(onDelete: ${onDelete}) }
      type Task ${open} { project: Project @belongsTo }`;
    expect(referencesOf(sdl)).toMatchObject([{ target: 'Project', onDelete, index: 'gsi-Project.tasks' }]);
  });

  it('is accepted on @hasMany and @hasOne by references', () => {
    const model = read(`
      type Project ${open} { id: ID! tasks: [Task] @hasMany(references: ["projectId"], onDelete: CASCADE) lead: Lead @hasOne(references: ["projectId"], onDelete: SET_NULL) }
      type Task ${open} { projectId: ID! project: Project @belongsTo(references: ["projectId"]) }
      type Lead ${open} { projectId: ID project: Project @belongsTo(references: ["projectId"]) }`);
    expect(model.models['Task']?.references).toEqual([
      { target: 'Project', fields: ['projectId'], onDelete: 'CASCADE', index: 'gsi-Project.tasks' },
    ]);
    expect(model.models['Lead']?.references).toEqual([
      { target: 'Project', fields: ['projectId'], onDelete: 'SET_NULL', index: 'gsi-Project.lead' },
    ]);
  });

  const byIndex = (index: string, extra: string) => `
    type Project ${open} { id: ID! tasks: [Task] @hasMany(indexName: "byProject", fields: ["id"], onDelete: CASCADE) }
    type Task ${open} { projectId: ID! @index(name: "byProject"${index}) ${extra} }`;

  it('uses an index of the schema that begins with the foreign key', () => {
    const model = read(byIndex(', sortKeyFields: ["due"]', 'due: AWSDate'));
    expect(model.models['Task']?.references[0]?.index).toBe('byProject');
    expect(indexesOf(model, 'Task')).toEqual(['byProject']);
  });

  it('adds an index when the relation uses a primary key', () => {
    const model = read(`
      type Day ${open} { id: ID! logs: [Log] @hasMany(fields: ["id"], onDelete: CASCADE) }
      type Log ${open} { day: ID! @primaryKey(sortKeyFields: ["at"]) at: AWSDateTime! }`);
    expect(model.models['Log']?.references[0]).toMatchObject({ onDelete: 'CASCADE', index: 'gsi-Day.logs' });
    expect(indexesOf(model, 'Log')).toEqual(['gsi-Day.logs']);
  });

  const project = (tasks: string, task: string) =>
    `type Project ${open} { id: ID! code: ID ${tasks} }\ntype Task ${open} { id: ID! ${task} }`;
  it.each([
    [
      'SET_NULL of a required field',
      project(
        'tasks: [Task] @hasMany(indexName: "byP", fields: ["id"], onDelete: SET_NULL)',
        'p: ID! @index(name: "byP")',
      ),
      '1 invalid-relation',
    ],
    [
      'SET_NULL of a required relation',
      project('tasks: [Task]! @hasMany(onDelete: SET_NULL)', ''),
      '1 invalid-relation',
    ],
    [
      'SET_NULL of a primary key',
      `type Project ${open} { id: ID! tasks: [Task] @hasMany(fields: ["id"], onDelete: SET_NULL) }\ntype Task ${open} { id: ID }`,
      '1 invalid-relation',
    ],
    [
      'two actions for the same rows',
      project(
        'a: [Task] @hasMany(indexName: "byP", onDelete: CASCADE)\nb: [Task] @hasMany(indexName: "byP", onDelete: RESTRICT)',
        'p: ID @index(name: "byP")',
      ),
      '2 invalid-relation',
    ],
    [
      '@hasOne whose own type has the foreign key',
      project('task: Task @hasOne(onDelete: CASCADE)', ''),
      '1 invalid-relation',
    ],
    [
      'a relation by a field other than the primary key',
      project(
        'tasks: [Task] @hasMany(indexName: "byP", fields: ["code"], onDelete: CASCADE)',
        'p: ID @index(name: "byP")',
      ),
      '1 invalid-relation',
    ],
    [
      'a value that is not in the enum',
      project('tasks: [Task] @hasMany(onDelete: DESTROY)', ''),
      '1 invalid-argument',
    ],
  ])('rejects %s', (_what, sdl, problem) => {
    expectProblems(sdl, [problem]);
  });

  it('is rejected on @belongsTo and @manyToMany', () => {
    expectProblems(
      `type Project ${open} { tasks: [Task] @hasMany }\ntype Task ${open} { project: Project @belongsTo(onDelete: CASCADE) }`,
      ['2 unknown-argument'],
    );
  });
});

import { printProblems, readModel } from '../../src/model/index.ts';
import { problemsOf } from './harness.ts';

const mistaken = `type Project @model @auth(rules: [{ allow: private }]) {
  name: String! @defalt(value: "x")
  tasks: [Task] @hasMany(indexName: "byProjct", fields: ["id"])
}
type Task @model @auth(rules: [{ allow: public }]) {
  title: String! @validate(type: minLength, value: "x")
  projectId: ID @index(name: "byProject", sortKeyFields: ["deu"])
  project: Projet @belongsTo(fields: ["projectId"])
  due: AWSDat
  count: Int @default(value: "one")
  state: State @default(value: "OPN")
}
enum State { OPEN CLOSED }
type Query {
  getTask: Task
  mine: Task @auth(rule: [{ allow: private }])
}
`;

describe('readModel on a schema with many mistakes', () => {
  it('returns one problem for each mistake, with its position and a hint', () => {
    const problems = problemsOf(mistaken);
    expect(problems.map(({ code, at }) => `${at?.line}:${at?.column} ${code}`)).toEqual([
      '2:17 unknown-directive',
      '3:17 unknown-index',
      '5:18 unsupported-auth',
      '6:18 invalid-validation',
      '7:17 unknown-field',
      '8:19 unknown-model',
      '9:8 unknown-type',
      '10:14 invalid-default',
      '11:16 invalid-default',
      '15:3 name-collision',
      '16:14 invalid-argument',
      '16:20 unknown-argument',
    ]);
    for (const { hint } of problems) expect(hint).toMatch(/./);
    expect(problems.map(({ hint }) => hint)).toEqual(
      expect.arrayContaining(
        ['default', 'byProject', 'due', 'Project', 'AWSDate', 'OPEN', 'rules'].map(
          (name) => `Did you mean "${name}"?`,
        ),
      ),
    );
  });
});

describe('printProblems', () => {
  const sources = [{ file: 'schema/task.graphql', text: 'type Task @model {\n  due: AWSDat\n}\n' }];

  it('prints message, code, position, the line with a caret, the hint and the totals', () => {
    expect(printProblems(readModel(sources).problems, sources))
      .toBe(`warning: Task has no @auth: no caller reaches it through the API.  (no-auth)
schema/task.graphql:1:6
1 | type Task @model {
  |      ^
2 |   due: AWSDat
Add @auth(rules: [{ allow: private }]) for every member of the tenant, or leave it to resolvers.

error: Task.due has the type "AWSDat", which is not declared.  (unknown-type)
schema/task.graphql:2:8
1 | type Task @model {
2 |   due: AWSDat
  |        ^
3 | }
Did you mean "AWSDate"?

1 error and 1 warning.
`);
  });

  it('prints the first 500 of very many, and their number', () => {
    const many = [{ file: 'a.graphql', text: `type Task ${'@model '.repeat(2000)} { a: Int }` }];
    const printed = printProblems(readModel(many).problems, many);
    expect(printed.match(/is written twice/g)).toHaveLength(499);
    expect(printed).toContain('… and 1500 more.');
    expect(printed).toMatch(/1999 errors and 1 warning\.\n$/);
  });

  it('shows control characters, so that a schema sends no commands to a terminal', () => {
    const hostile = [{ file: 'a.graphql', text: 'type Task @model { a: Int } # \u001b[2J\u009b' }];
    const printed = printProblems(readModel(hostile).problems, hostile);
    expect(printed).toContain('# \\u001b[2J\\u009b');
    expect(printed).not.toMatch(/[\u001b\u009b]/);
  });

  it('prints a problem of the whole schema without a position', () => {
    expect(printProblems(readModel([]).problems, [])).toMatch(
      /^error: The schema has no query.*\(empty-schema\)\nAdd/,
    );
  });

  it('prints nothing when there are no problems', () => {
    expect(printProblems([], sources)).toBe('');
  });
});

import { lintModel } from '../../src/model/index.ts';
import { read } from './harness.ts';
import { found, open, withRules } from './lint-harness.ts';

describe('double-key', () => {
  const one = (args: string) => `
    type Student ${open} { desk: Desk @hasOne${args} }
    type Desk ${open} { studentId: ID student: Student @belongsTo${args} }`;

  it('warns of a @hasOne whose way back has a key of its own, and prints the lines for one key', () => {
    expect(found(one(''))).toEqual(['double-key: Student.desk']);
    expect(lintModel(read(one('')))[0]?.hint).toBe(
      'For one key write desk: Desk @hasOne(references: ["deskStudentId"]), and in Desk: deskStudentId: ID, student: Student @belongsTo(references: ["deskStudentId"]).',
    );
  });

  it('does not warn of a relation by references, or of a @belongsTo that answers a list', () => {
    expect(found(one('(references: ["studentId"])'))).toEqual([]);
    expect(
      found(`
        type Student ${open} { first: Desk @hasOne desks: [Desk] @hasMany }
        type Desk ${open} { student: Student @belongsTo(fields: ["studentDesksId"]) }`),
    ).toEqual([]);
  });
});

describe('missing-relation', () => {
  it('warns of a field with the type of a model that no relation fills', () => {
    const sdl = (fields: string) => `type Author ${open} { a: Int } type Post ${open} { ${fields} }`;
    expect(found(sdl('author: Author others: [Author]'))).toEqual([
      'missing-relation: Post.author',
      'missing-relation: Post.others',
    ]);
    expect(found(sdl('near(radius: Int): [Author]'))).toEqual([]);
  });
});

describe('tenant-field', () => {
  it.each(['tenantId', 'tenant_id', 'tenantID'])('warns of a field named %s', (name) => {
    expect(found(withRules('{ allow: private }', `${name}: ID`))).toEqual([`tenant-field: Task.${name}`]);
  });
});

describe('misspelt-role', () => {
  it('warns of a group that differs from a built-in role in the case of its letters', () => {
    const rule = (group: string) => withRules(`{ allow: groups, groups: ["${group}"] }`);
    expect(found(rule('admin'))).toEqual(['misspelt-role: Task']);
    expect(found(rule('ADMIN'))).toEqual([]);
    expect(found(rule('Administrators'))).toEqual([]);
  });
});

describe('unknown-feature', () => {
  it('warns of a flag that no plan has, if the plans are known', () => {
    const model = read(
      `${withRules('{ allow: private }')} type Query { report: Int @feature(flag: "raports") }`,
    );
    const codes = (features?: readonly string[]) => lintModel(model, { features }).map(({ code }) => code);
    expect(codes(['reports'])).toEqual(['unknown-feature']);
    expect(codes(['raports'])).toEqual([]);
    expect(codes()).toEqual([]);
    expect(lintModel(model, { features: ['reports'] })[0]?.hint).toBe('Did you mean "reports"?');
  });
});

describe('the place of a warning', () => {
  it('is that of the field or the type that it begins with, if the sources are given', () => {
    const text = `${withRules('{ allow: private }', 'password: String')}\nextend type Task {\n  tenantId: ID\n}\nenum Lost { A }`;
    const sources = [{ file: 'task.graphql', text }];
    expect(
      lintModel(read(text), { sources }).map(
        ({ code, at }) => `${at?.file}:${at?.line}:${at?.column} ${code}`,
      ),
    ).toEqual([
      'task.graphql:2:1 open-secret',
      'task.graphql:5:3 tenant-field',
      'task.graphql:7:6 unused-type',
    ]);
  });
});

describe('slow-pattern', () => {
  const field = (pattern: string): string =>
    `type Task ${open} { name: String @validate(type: matches, value: ${JSON.stringify(pattern)}) }`;

  it.each(['^(a+)+$', '(x*)*', '^(\\w+\\s?)*$', '((ab)+c){2,}', '([a)]+)*'])('warns of %s', (pattern) => {
    expect(found(field(pattern))).toEqual(['slow-pattern: Task.name']);
  });

  it.each(['^a+$', '^(ab)+$', '(a+){3}', '[(a+)+]', '\\(a+\\)+', '^[^@]+@[^@]+$'])(
    'accepts %s',
    (pattern) => {
      expect(found(field(pattern))).toEqual([]);
    },
  );
});

import { keepSlots, slotRecord } from '../../src/model/index.ts';
import { planChange, planData } from '../../src/migrate/plan-change.ts';
import { workOf } from '../../src/migrate/type-work.ts';
import { printPlan } from '../../src/migrate/print-plan.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { run } from '../e2e/run.ts';
import { modelOf, typeSdl } from './bench.ts';

const ID = '  id: ID!\n';
const OWNED = (rule: string) => `type Task @model @auth(rules: [{ ${rule} }])`;
const task = (fields: string) => typeSdl('Task', ID + fields);
const HOT = (args: string) => `type Task @model${args} @auth(rules: [{ allow: private }]) { id: ID! }`;

/** Returns the lines of a plan that concern data and the table, as `kind code place`. */
function linesOf(from: string, to: string): readonly string[] {
  const before = modelOf(from);
  return planChange(before, keepSlots(modelOf(to), before))
    .filter(({ kind }) => kind !== 'breaking' && kind !== 'dangerous')
    .map(({ kind, code, at }) => `${kind} ${code} ${at}`);
}

const OTHER = typeSdl('Other', `${ID}  x: String @index(name: "byX")\n  y: String @index(name: "byY")`);

const FILE = 'type File { name: String }\n';
const filed = (type: string) => FILE + task(`  a: ${type} @file(types: ["*/*"])\n  b: Int`);

test.each<[title: string, from: string, to: string, lines: readonly string[]]>([
  ['an unchanged schema', task('  title: String'), task('  title: String'), []],
  ['a new order of fields', task('  a: Int\n  b: Int'), task('  b: Int\n  a: Int'), []],
  ['a new nullable field', task('  a: Int'), task('  a: Int\n  b: Int'), []],
  ['a field that becomes nullable', task('  a: Int!'), task('  a: Int'), []],
  ['a wider number', task('  a: Int'), task('  a: Float'), []],
  ['a date that becomes a String', task('  a: AWSDate'), task('  a: String'), ['apply form-changed Task']],
  [
    'an owner field that no rule names any more',
    `${OWNED('allow: owner, ownerField: "a"')} { id: ID! a: String b: Int }`,
    `${OWNED('allow: private')} { id: ID! a: String b: Int }`,
    ['problem owners-exposed Task.a'],
  ],
  [
    'an owner field that becomes one by user id',
    `${OWNED('allow: owner, ownerField: "a"')} { id: ID! a: String }`,
    `${OWNED('allow: owner, ownerField: "a", identityClaim: "sub"')} { id: ID! a: String }`,
    ['apply owners-resolved Task.a'],
  ],
  [
    'an owner field by user id that no rule names any more',
    `${OWNED('allow: owner, ownerField: "a", identityClaim: "sub"')} { id: ID! a: String }`,
    `${OWNED('allow: private')} { id: ID! a: String }`,
    [],
  ],
  ['a new enum value', `${task('  a: E')} enum E { A }`, `${task('  a: E')} enum E { A B }`, []],
  ['more shards', HOT(''), HOT('(shards: 8)'), ['apply shards-changed Task']],
  ['fewer shards', HOT('(shards: 8)'), HOT('(shards: 2, formerShards: 8)'), ['apply shards-changed Task']],
  ['the end of a change of shards', HOT('(shards: 8, formerShards: 1)'), HOT('(shards: 8)'), []],
  [
    'a new first index that needs a new table index',
    task('  b: String @index(name: "byB")'),
    task('  a: String @index(name: "byA")\n  b: String @index(name: "byB")'),
    ['apply index-added Task#byA', 'table table-index-needed gsi2'],
  ],
  [
    'a new index that fits a spare slot',
    OTHER + task('  b: String @index(name: "byB")'),
    OTHER + task('  a: String @index(name: "byA")\n  b: String @index(name: "byB")'),
    ['apply index-added Task#byA'],
  ],
  [
    'a removed index',
    task('  a: String @index(name: "byA")'),
    task('  a: String'),
    ['apply index-removed Task#byA', 'table table-index-unused gsi1'],
  ],
  [
    'an index with changed fields',
    task('  a: String @index(name: "byA")\n  b: String'),
    task('  a: String @index(name: "byA", sortKeyFields: ["b"])\n  b: String'),
    ['apply index-changed Task#byA'],
  ],
  ['a new @unique', task('  a: String'), task('  a: String @unique'), ['apply unique-added Task.a']],
  ['a removed @unique', task('  a: String @unique'), task('  a: String'), ['apply unique-removed Task.a']],
  [
    'a new count',
    task('  a: Int').replace('@model', '@model(queries: { count: null })'),
    task('  a: Int'),
    ['apply count-added Task'],
  ],
  [
    'a new onDelete',
    typeSdl('Project', `${ID}  tasks: [Task] @hasMany`) + task(''),
    typeSdl('Project', `${ID}  tasks: [Task] @hasMany(onDelete: RESTRICT)`) + task(''),
    [],
  ],
  [
    'a new required field with a default',
    task(''),
    task('  a: Int! @default(value: "3")'),
    ['apply required-with-default Task.a'],
  ],
  ['a new @version', task(''), task('  v: Int! @version'), ['apply required-with-default Task.v']],
  [
    'a new required field without a default',
    task(''),
    task('  a: Int!'),
    ['problem required-without-default Task.a'],
  ],
  [
    'a field that becomes required',
    task('  a: Int'),
    task('  a: Int!'),
    ['problem required-without-default Task.a'],
  ],
  [
    'list items that become required',
    task('  a: [Int]'),
    task('  a: [Int!]'),
    ['problem field-type-changed Task.a'],
  ],
  [
    'a removed type',
    OTHER + task(''),
    task(''),
    ['problem type-removed Other', 'table table-index-unused gsi1', 'table table-index-unused gsi2'],
  ],
  ['a new field of a file', FILE + task('  b: Int'), filed('File'), []],
  ['a file that must be there', filed('File'), filed('File!'), ['problem required-without-default Task.a']],
  ['a removed field of files', filed('[File!]'), task('  b: Int'), ['problem files-removed Task.a']],
  ['a file that becomes a list', filed('File'), filed('[File!]'), ['problem field-type-changed Task.a']],
  ['a list that becomes a file', filed('[File!]'), filed('File'), ['problem field-type-changed Task.a']],
  [
    'an ID that becomes a file',
    task('  a: ID\n  b: Int'),
    filed('File'),
    ['problem field-type-changed Task.a'],
  ],
  [
    'a file that becomes an ID',
    filed('File'),
    task('  a: ID\n  b: Int'),
    ['problem field-type-changed Task.a'],
  ],
  [
    'other sizes and types of a file',
    filed('File'),
    FILE + task('  a: File @file(maxSize: "1MB", types: ["image/*"])\n  b: Int'),
    [],
  ],
  ['a removed field', task('  a: Int'), task(''), ['problem field-removed Task.a']],
  [
    'a field with a changed type',
    task('  a: String'),
    task('  a: Int'),
    ['problem field-type-changed Task.a'],
  ],
  [
    'a field that becomes a list',
    task('  a: String'),
    task('  a: [String]'),
    ['problem field-type-changed Task.a'],
  ],
  [
    'a changed embedded type',
    `${task('  a: Part')} type Part { x: Int }`,
    `${task('  a: Part')} type Part { y: Int! }`,
    ['problem field-removed Part.x', 'problem required-without-default Part.y'],
  ],
  [
    'a removed enum value',
    `${task('  a: E')} enum E { A B }`,
    `${task('  a: E')} enum E { A }`,
    ['problem enum-value-removed E.B'],
  ],
  [
    'a changed primary key',
    typeSdl('Task', '  id: ID! @primaryKey\n  a: String!'),
    typeSdl('Task', '  id: ID! @primaryKey(sortKeyFields: ["a"])\n  a: String!'),
    ['problem primary-key-changed Task'],
  ],
])('the plan of %s lists its effects on rows and on the table', (_title, from, to, lines) => {
  expect(linesOf(from, to)).toEqual(lines);
});

test('the plan and the work name fields that an earlier version compared as text', () => {
  const now = modelOf(task('  at: AWSDateTime @unique\n  name: String @unique'));
  const type = now.models['Task'];
  if (!type) throw new Error('There is no type "Task".');
  const fields = Object.entries(type.fields).map(([name, { form: _, ...field }]) => [name, field] as const);
  const before = slotRecord({ ...now, models: { Task: { ...type, fields: Object.fromEntries(fields) } } });
  expect(planData(before, now)).toMatchObject([
    {
      code: 'form-changed',
      at: 'Task',
      message: 'These fields are compared by value from now on: at, createdAt, updatedAt.',
    },
  ]);
  expect(workOf(before, now)).toMatchObject({ Task: { claims: ['at'], releases: [] } });
  expect(workOf(slotRecord(now), now)).toEqual({});
});

test('the plan lists breaking and dangerous changes of the API', () => {
  const before = modelOf(task('  a: Int'));
  const lines = planChange(before, modelOf(task('  b: Int')));
  expect(lines).toContainEqual(
    expect.objectContaining({ kind: 'breaking', code: 'FIELD_REMOVED', message: 'Task.a was removed.' }),
  );
  expect(lines.map(({ kind }) => kind)).toContain('dangerous');
});

test('every line of a plan ends with what to do', () => {
  const before = modelOf(OTHER + task('  a: String\n  c: Int @index(name: "byC")'));
  const lines = planChange(before, keepSlots(modelOf(task('  a: Int! @index(name: "byA")')), before));
  expect(lines.length).toBeGreaterThan(5);
  for (const { message, action } of lines) {
    expect(message).toMatch(/\.$/);
    expect(action).toMatch(/\.$/);
    expect(printPlan(lines)).toContain(`${message}\n      ${action}`);
  }
});

describe('npm run schema:plan', () => {
  const plan = (...args: string[]) => run('src/cli/commands/schema-plan.ts', args);

  test('exits with 0 and says so when there is nothing to do', async () => {
    const { code, stdout } = await plan(FIXTURE.schema, FIXTURE.schema);
    expect(stdout).toBe('Nothing to do: the change concerns neither rows nor clients.\n');
    expect(code).toBe(0);
  });

  test('exits with 1 when the change breaks data', async () => {
    const { code, stdout } = await plan(FIXTURE.schema, `${FIXTURE.schema}/task.graphql`, '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
  });

  test('exits with 2 on wrong usage', async () => {
    expect((await plan(FIXTURE.schema)).code).toBe(2);
    expect((await plan(FIXTURE.schema, 'no/such/folder')).code).toBe(2);
  });
});

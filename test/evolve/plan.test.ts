import { keepSlots } from '../../src/model/index.ts';
import { planChange } from '../../src/local/evolve/plan-change.ts';
import { printPlan } from '../../src/local/evolve/print-plan.ts';
import { run } from '../e2e/run.ts';
import { modelOf, typeSdl } from './bench.ts';

const ID = '  id: ID!\n';
const task = (fields: string) => typeSdl('Task', ID + fields);

/** The lines of a plan that concern data and the table, as `kind code place`. */
function linesOf(from: string, to: string): readonly string[] {
  const before = modelOf(from);
  return planChange(before, keepSlots(modelOf(to), before))
    .filter(({ kind }) => kind !== 'breaking' && kind !== 'dangerous')
    .map(({ kind, code, at }) => `${kind} ${code} ${at}`);
}

const OTHER = typeSdl('Other', `${ID}  x: String @index(name: "byX")\n  y: String @index(name: "byY")`);

test.each<[title: string, from: string, to: string, lines: readonly string[]]>([
  ['nothing at all', task('  title: String'), task('  title: String'), []],
  ['another order of fields', task('  a: Int\n  b: Int'), task('  b: Int\n  a: Int'), []],
  ['a field that may be null', task('  a: Int'), task('  a: Int\n  b: Int'), []],
  ['a field that may be null from now on', task('  a: Int!'), task('  a: Int'), []],
  ['a wider number', task('  a: Int'), task('  a: Float'), []],
  ['text of any kind', task('  a: AWSDate'), task('  a: String'), []],
  ['one enum value more', `${task('  a: E')} enum E { A }`, `${task('  a: E')} enum E { A B }`, []],
  [
    'an index in the first place that no type has room for',
    task('  b: String @index(name: "byB")'),
    task('  a: String @index(name: "byA")\n  b: String @index(name: "byB")'),
    ['apply index-added Task#byA', 'table table-index-needed gsi2'],
  ],
  [
    'an index that a spare slot serves',
    OTHER + task('  b: String @index(name: "byB")'),
    OTHER + task('  a: String @index(name: "byA")\n  b: String @index(name: "byB")'),
    ['apply index-added Task#byA'],
  ],
  [
    'an index removed',
    task('  a: String @index(name: "byA")'),
    task('  a: String'),
    ['apply index-removed Task#byA', 'table table-index-unused gsi1'],
  ],
  [
    'an index with other fields',
    task('  a: String @index(name: "byA")\n  b: String'),
    task('  a: String @index(name: "byA", sortKeyFields: ["b"])\n  b: String'),
    ['apply index-changed Task#byA'],
  ],
  ['a unique', task('  a: String'), task('  a: String @unique'), ['apply unique-added Task.a']],
  ['a unique removed', task('  a: String @unique'), task('  a: String'), ['apply unique-removed Task.a']],
  [
    'a count',
    task('  a: Int').replace('@model', '@model(queries: { count: null })'),
    task('  a: Int'),
    ['apply count-added Task'],
  ],
  [
    'onDelete on a relation',
    typeSdl('Project', `${ID}  tasks: [Task] @hasMany`) + task(''),
    typeSdl('Project', `${ID}  tasks: [Task] @hasMany(onDelete: RESTRICT)`) + task(''),
    ['apply referrers-changed Project'],
  ],
  [
    'a required field with a default',
    task(''),
    task('  a: Int! @default(value: "3")'),
    ['apply required-with-default Task.a'],
  ],
  ['a version', task(''), task('  v: Int! @version'), ['apply required-with-default Task.v']],
  ['a required field without one', task(''), task('  a: Int!'), ['problem required-without-default Task.a']],
  [
    'a field that must not be null any more',
    task('  a: Int'),
    task('  a: Int!'),
    ['problem required-without-default Task.a'],
  ],
  ['items that must not be', task('  a: [Int]'), task('  a: [Int!]'), ['problem field-type-changed Task.a']],
  [
    'a type removed',
    OTHER + task(''),
    task(''),
    ['problem type-removed Other', 'table table-index-unused gsi1', 'table table-index-unused gsi2'],
  ],
  ['a field removed', task('  a: Int'), task(''), ['problem field-removed Task.a']],
  ['another type', task('  a: String'), task('  a: Int'), ['problem field-type-changed Task.a']],
  ['a list', task('  a: String'), task('  a: [String]'), ['problem field-type-changed Task.a']],
  [
    'a field inside of rows',
    `${task('  a: Part')} type Part { x: Int }`,
    `${task('  a: Part')} type Part { y: Int! }`,
    ['problem field-removed Part.x', 'problem required-without-default Part.y'],
  ],
  [
    'an enum value removed',
    `${task('  a: E')} enum E { A B }`,
    `${task('  a: E')} enum E { A }`,
    ['problem enum-value-removed E.B'],
  ],
  [
    'another primary key',
    typeSdl('Task', '  id: ID! @primaryKey\n  a: String!'),
    typeSdl('Task', '  id: ID! @primaryKey(sortKeyFields: ["a"])\n  a: String!'),
    ['problem primary-key-changed Task'],
  ],
])('the plan of %s names what it does to rows and to the table', (_title, from, to, lines) => {
  expect(linesOf(from, to)).toEqual(lines);
});

test('the plan names what breaks clients and what may surprise them', () => {
  const before = modelOf(task('  a: Int'));
  const lines = planChange(before, modelOf(task('  b: Int')));
  expect(lines).toContainEqual(
    expect.objectContaining({ kind: 'breaking', code: 'FIELD_REMOVED', message: 'Task.a was removed.' }),
  );
  expect(lines.map(({ kind }) => kind)).toContain('dangerous');
});

test('every line says what to do', () => {
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
  const plan = (...args: string[]) => run('src/local/commands/schema-plan.ts', args);

  test('exits with 0 and says so when nothing is to be done', async () => {
    const { code, stdout } = await plan('schema/app', 'schema/app');
    expect(stdout).toBe('Nothing to do: the change concerns neither rows nor clients.\n');
    expect(code).toBe(0);
  });

  test('exits with 1 and prints JSON for programs when data breaks', async () => {
    const { code, stdout } = await plan('schema/app', 'schema/app/task.graphql', '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
  });

  test('exits with 2 for a mistake of usage', async () => {
    expect((await plan('schema/app')).code).toBe(2);
    expect((await plan('schema/app', 'no/such/folder')).code).toBe(2);
  });
});

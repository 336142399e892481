import { problemsOf, task } from './harness.ts';

/** Returns the hint of the only problem of a schema. */
function hintOf(sdl: string): string | undefined {
  const problems = problemsOf(sdl);
  expect(problems.map(({ message }) => message)).toHaveLength(1);
  return problems[0]?.hint;
}

const rules = (rule: string): string => `type Task @model @auth(rules: [${rule}]) { id: ID! }`;

describe('the hint of a problem says what to write', () => {
  it.each([
    ['Date', 'Use AWSDate.'],
    ['DateTime', 'Use AWSDateTime.'],
    ['JSON', 'Use AWSJSON.'],
    ['Upload', 'Write File @file(types: ["image/*", "application/pdf"]); inputs take the id of an upload.'],
    ['BigInt', 'Use Int up to 2147483647, Float up to 2^53, or String.'],
    ['Decimal', 'Use Float, or String where each digit counts.'],
    ['UUID', 'Use ID.'],
    ['Strng', 'Did you mean "String"?'],
  ])('for the type %s', (type, hint) => {
    expect(hintOf(task(`a: ${type}`))).toBe(hint);
  });

  it('for a scalar of another system', () => {
    expect(hintOf(`${task('id: ID!')}scalar Date`)).toBe('Use AWSDate.');
  });

  it.each([
    ['{ allow: authenticated }', 'Write "allow: private": every signed-in member of the tenant.'],
    ['{ allow: private, operations: [write] }', 'Write "create, update, delete".'],
    ['{ allow: private, operations: [readonly] }', 'Write "read".'],
    ['{ allow: private, queries: [get] }', 'Write "operations: [read]".'],
    ['{ allow: private, mutations: [create] }', 'Write "operations: [create, update, delete]".'],
    [
      '{ allow: groups }',
      'Write "allow: groups, groups: […]", or declare "groups: [String]" on Task for the groups of each row.',
    ],
  ])('for the rule %s', (rule, hint) => {
    expect(hintOf(rules(rule))).toBe(hint);
  });

  it.each([
    [
      'an input as output',
      `${task('meta: MetaInput')}input MetaInput { a: Int }`,
      'An input is only for arguments: declare "type Meta" with the same fields, and name it here.',
    ],
    [
      'a model as input',
      `${task('a: Int')}input I { task: Task! }`,
      'Name the row by its key, such as "taskId: ID", or declare "input TaskInput".',
    ],
    [
      'a type as input',
      `${task('a(place: Place): Int')}type Place { a: Int }`,
      'A type is only for answers: declare "input PlaceInput" with the same fields, and name it here.',
    ],
    [
      'a foreign key that is not declared',
      `${task('a: Int')}type Note @model @auth(rules: [{ allow: private }]) { task: Task @belongsTo(fields: ["taskID"]) }`,
      'Declare "taskID: ID" on Note.',
    ],
    ['a "!" before the type', task('name: !String'), 'Write the "!" behind the type: String!'],
    [
      'a "?" behind the name',
      task('name?: String'),
      'Remove the "?": a field is optional unless its type ends in "!".',
    ],
  ])('for %s', (_what, sdl, hint) => {
    expect(hintOf(sdl)).toBe(hint);
  });

  const fields = 'noteID: ID!\nat: AWSDateTime!\nnotes: [Note]\nnote: Note\n';
  it.each([
    [
      '@key(name: "byNote", fields: ["noteID", "at"], queryField: "q")',
      '',
      'Write this: noteID: ID! @index(name: "byNote", sortKeyFields: ["at"], queryField: "q")',
    ],
    ['@key(fields: ["noteID", "at"])', '', 'Write this: noteID: ID! @primaryKey(sortKeyFields: ["at"])'],
    ['@key(fields: ["none"])', '', 'Use @primaryKey on the hash field, or @index for a secondary key.'],
    [
      '',
      'all: [Int] @connection(keyName: "byNote", fields: ["noteID"], limit: 10)',
      'Write this: all: [Int] @hasMany(indexName: "byNote", fields: ["noteID"], limit: 10)',
    ],
    ['', 'one: Int @connection(fields: ["noteID"])', 'Write this: one: Int @belongsTo(fields: ["noteID"])'],
    ['', 'one: Int @connection(name: "A")', 'Write this: one: Int @belongsTo'],
    ['', 'one: Int @connection', 'Write this: one: Int @hasOne'],
  ])('as the line for %s%s of the first transformer', (onType, onField, hint) => {
    expect(hintOf(task(fields.replaceAll('Note', 'Int') + onField, onType))).toBe(hint);
  });

  it('and is absent for rules of AppSync on a union, which mean nothing', () => {
    const sdl = 'type A { a: Int } type B { b: Int } union Any @aws_cognito_user_pools = A | B';
    expect(problemsOf(task('id: ID!') + sdl)).toEqual([]);
  });
});

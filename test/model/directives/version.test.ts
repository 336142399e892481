import { expectProblems, read, task } from '../harness.ts';

describe('@version', () => {
  it.each(['Int', 'Int!'])('makes a field of type %s one that nobody writes', (type) => {
    const { Task } = read(task(`revision: ${type} @version`)).models;
    expect(Task?.version).toBe('revision');
    expect(Task?.fields['revision']).toMatchObject({
      kind: { is: 'implicit' },
      declared: true,
      type: { name: 'Int', required: type === 'Int!' },
    });
  });

  it('is absent from a type that does not say it', () => {
    expect(read(task('id: ID!')).models['Task']?.version).toBeNull();
  });

  it.each([
    ['a text', 'a: String @version', '2'],
    ['a list', 'a: [Int] @version', '2'],
    ['a second one', 'a: Int @version\nb: Int @version', '3'],
    ['a default', 'a: Int @default(value: "1") @version', '2'],
    ['a check', 'a: Int @version @validate(type: gt, value: "1")', '2'],
    ['arguments', 'a(b: Int): Int @version', '2'],
    ['a field of an index', 'id: ID! @index(name: "byA", sortKeyFields: ["a"])\na: Int! @version', '3'],
    ['a primary key', 'a: Int! @primaryKey @version', '2'],
    ['the name of the argument that it adds', 'a: Int! @version\nexpectedVersion: Int', '2'],
  ])('refuses %s', (_what, fields, line) => {
    expectProblems(task(fields), [`${line} invalid-version`]);
  });
});

import { expectProblems, read, task } from '../harness.ts';

describe('@version', () => {
  it.each(['Int', 'Int!'])('makes a field of type %s read-only for clients', (type) => {
    const { Task } = read(task(`revision: ${type} @version`)).models;
    expect(Task?.version).toBe('revision');
    expect(Task?.fields['revision']).toMatchObject({
      kind: { is: 'implicit' },
      declared: true,
      type: { name: 'Int', required: type === 'Int!' },
    });
  });

  it('leaves the version of a type without the directive null', () => {
    expect(read(task('id: ID!')).models['Task']?.version).toBeNull();
  });

  it.each([
    ['a String field', 'a: String @version', '2'],
    ['a list', 'a: [Int] @version', '2'],
    ['a second @version', 'a: Int @version\nb: Int @version', '3'],
    ['a default', 'a: Int @default(value: "1") @version', '2'],
    ['a @validate', 'a: Int @version @validate(type: gt, value: "1")', '2'],
    ['arguments', 'a(b: Int): Int @version', '2'],
    ['a sort field of an index', 'id: ID! @index(name: "byA", sortKeyFields: ["a"])\na: Int! @version', '3'],
    ['a primary key', 'a: Int! @primaryKey @version', '2'],
    ['a field named as the argument that it adds', 'a: Int! @version\nexpectedVersion: Int', '2'],
  ])('rejects %s', (_what, fields, line) => {
    expectProblems(task(fields), [`${line} invalid-version`]);
  });
});

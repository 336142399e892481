import { expectProblems, read, task } from '../harness.ts';

const others = 'enum Status { OPEN CLOSED }\ntype Note { text: String }';

describe('@default', () => {
  it.each([
    ['String', 'hello', 'hello'],
    ['ID', '7', '7'],
    ['Int', '-7', -7],
    ['Float', '0.5', 0.5],
    ['Boolean', 'false', false],
    ['Status', 'OPEN', 'OPEN'],
    ['AWSDate', '2024-02-29', '2024-02-29'],
    ['AWSTimestamp', '1700000000', 1700000000],
    ['String!', '', ''],
  ])('becomes a value of type %s', (type, text, value) => {
    const model = read(task(`a: ${type} @default(value: "${text}")`) + others);
    expect(model.models['Task']?.fields['a']?.default).toBe(value);
  });

  it.each([
    ['Int', '1.5'],
    ['Int', '2147483648'],
    ['Float', 'x'],
    ['Float', ''],
    ['Boolean', 'yes'],
    ['Status', 'OPNE'],
    ['AWSDate', '2023-02-29'],
    ['AWSTimestamp', 'now'],
    ['AWSEmail', 'nobody'],
    ['[String]', 'a'],
    ['Note', 'a'],
  ])('on type %s rejects the text %j', (type, text) => {
    expectProblems(task(`a: ${type} @default(value: "${text}")`) + others, ['2 invalid-default']);
  });

  it('suggests the intended enum value', () => {
    const [problem] = expectProblems(task('a: Status @default(value: "OPNE")') + others, [
      '2 invalid-default',
    ]);
    expect(problem?.hint).toBe('Did you mean "OPEN"?');
  });

  it('is rejected outside models', () => {
    expectProblems(task('id: ID!') + 'type Note { a: Int @default(value: "1") }', ['4 misplaced-directive']);
  });
});

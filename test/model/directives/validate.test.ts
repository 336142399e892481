import { expectProblems, read, task } from '../harness.ts';

describe('@validate', () => {
  it('may be repeated on a field', () => {
    const model = read(
      task(
        'a: String @validate(type: minLength, value: "2") @validate(type: matches, value: "^a", errorMessage: "No.")',
      ),
    );
    expect(model.models['Task']?.fields['a']?.validations).toEqual([
      { type: 'minLength', value: '2', message: null },
      { type: 'matches', value: '^a', message: 'No.' },
    ]);
  });

  it.each([
    ['Int', 'gt', '1'],
    ['Float!', 'lte', '-0.5'],
    ['String', 'startsWith', ''],
    ['String', 'endsWith', '.txt'],
  ])('on type %s accepts the check %s', (type, check, value) => {
    read(task(`a: ${type} @validate(type: ${check}, value: "${value}")`));
  });

  it.each([
    ['String', 'gt', '1', 'invalid-validation'],
    ['Int', 'minLength', '1', 'invalid-validation'],
    ['ID', 'matches', 'x', 'invalid-validation'],
    ['[String]', 'minLength', '1', 'invalid-validation'],
    ['Int', 'gt', 'one', 'invalid-validation'],
    ['String', 'maxLength', '1.5', 'invalid-validation'],
    ['String', 'maxLength', '-1', 'invalid-validation'],
    ['String', 'matches', '(', 'invalid-validation'],
    ['String', 'minLenght', '1', 'invalid-argument'],
  ])('on type %s rejects the check %s: %j', (type, check, value, code) => {
    expectProblems(task(`a: ${type} @validate(type: ${check}, value: "${value}")`), [`2 ${code}`]);
  });

  it('rejects the same check twice on a field', () => {
    const check = '@validate(type: gt, value: "1")';
    expectProblems(task(`a: Int ${check} ${check}`), ['2 invalid-validation']);
  });
});

import { expectProblems, read, task } from '../harness.ts';

describe('@audit', () => {
  it('sets audit on the model', () => {
    expect(read(task('id: ID!', '@audit')).models['Task']?.audit).toBe(true);
  });

  it('leaves audit unset on a model without the directive', () => {
    expect(read(task('id: ID!')).models['Task']).not.toHaveProperty('audit');
  });

  it('is rejected on a type without @model', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place @audit { city: String }`, [
      '5 misplaced-directive',
    ]);
  });
});

describe('@sensitive', () => {
  it('sets sensitive on the field of the model', () => {
    const { fields } = read(task('id: ID!\nsecret: String @sensitive', '@audit')).models['Task'] ?? {};
    expect([fields?.['secret']?.sensitive, fields?.['id']?.sensitive]).toEqual([true, undefined]);
  });

  it('is rejected on a field of a type without @model', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place { city: String @sensitive }`, [
      '5 misplaced-directive',
    ]);
  });
});

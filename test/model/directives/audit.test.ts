import { expectProblems, read, task } from '../harness.ts';

describe('@audit', () => {
  it('is kept with a model', () => {
    expect(read(task('id: ID!', '@audit')).models['Task']?.audit).toBe(true);
  });

  it('is absent from a model that does not say it', () => {
    expect(read(task('id: ID!')).models['Task']).not.toHaveProperty('audit');
  });

  it('refuses to stand on a type without @model', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place @audit { city: String }`, [
      '5 misplaced-directive',
    ]);
  });
});

describe('@sensitive', () => {
  it('is kept with a field of a model', () => {
    const { fields } = read(task('id: ID!\nsecret: String @sensitive', '@audit')).models['Task'] ?? {};
    expect([fields?.['secret']?.sensitive, fields?.['id']?.sensitive]).toEqual([true, undefined]);
  });

  it('refuses to stand on a field of a type without @model', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place { city: String @sensitive }`, [
      '5 misplaced-directive',
    ]);
  });
});

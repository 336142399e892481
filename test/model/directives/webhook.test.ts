import { expectProblems, read, task } from '../harness.ts';

describe('@webhook', () => {
  it('names all changes by default', () => {
    expect(read(task('id: ID!', '@webhook')).models['Task']?.webhook).toEqual(['create', 'update', 'delete']);
  });

  it('names the given changes once, in one order', () => {
    const { Task } = read(task('id: ID!', '@webhook(on: [delete, create, delete])')).models;
    expect(Task?.webhook).toEqual(['create', 'delete']);
  });

  it('is absent from a type without it', () => {
    expect(read(task('id: ID!')).models['Task']).not.toHaveProperty('webhook');
  });

  it('is rejected without a change, and with one that does not exist', () => {
    const [problem] = expectProblems(task('id: ID!', '@webhook(on: [])'), ['1 invalid-webhook']);
    expect(problem?.hint).toBe('Remove @webhook, or name at least one of create, update, delete.');
    expectProblems(task('id: ID!', '@webhook(on: [read])'), ['1 invalid-argument']);
  });

  it('is rejected on a type without @model, and on a field', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place @webhook { city: String }`, [
      '5 misplaced-directive',
    ]);
    expectProblems(task('id: ID!\nname: String @webhook'), ['3 misplaced-directive']);
  });
});

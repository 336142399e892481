import { expectProblems, read, readAnyway, task } from '../harness.ts';

describe('@feature', () => {
  it('sets the feature of a model and of a field', () => {
    const { models, queries } = read(
      `${task('id: ID!\nshape: Int @feature(flag: "shapes")', '@feature(flag: "big_tasks-2")')}
       extend type Query { forecast: Int @feature(flag: "forecasts") }`,
    );
    expect(models['Task']?.feature).toBe('big_tasks-2');
    expect(models['Task']?.fields['shape']?.feature).toBe('shapes');
    expect(queries['forecast']?.feature).toBe('forecasts');
  });

  it('leaves the feature of a model without the directive unset', () => {
    expect(read(task('id: ID!')).models['Task']).not.toHaveProperty('feature');
  });

  it.each(['', 'two words', '2nd', '-x', 'x'.repeat(65), 'a.b'])('rejects the flag "%s"', (flag) => {
    const sdl = task('id: ID!', `@feature(flag: "${flag}")`);
    expectProblems(sdl, ['1 invalid-feature']);
    expect(readAnyway(sdl).models['Task']).not.toHaveProperty('feature');
  });

  it('is rejected on a type without @model', () => {
    expectProblems(`${task('id: ID!\nplace: Place')}type Place @feature(flag: "x") { city: String }`, [
      '5 misplaced-directive',
    ]);
  });
});

import { expectProblems, read, readAnyway, task } from '../harness.ts';

const query = (directive: string): string =>
  `${task('id: ID!')}extend type Query { secrets: Int ${directive} }`;

describe('@permission', () => {
  it('sets the permission of a field of Query, Mutation or a type without @model', () => {
    const sdl = `${query('@permission(needs: "Secret:read")')}
      extend type Mutation { tell: Secret @permission(needs: "Secret:tell") }
      type Secret { text: String @permission(needs: "Secret:text") }`;
    const { queries, mutations, objects } = read(sdl);
    expect(queries['secrets']?.permission).toBe('Secret:read');
    expect(mutations['tell']?.permission).toBe('Secret:tell');
    expect(objects['Secret']?.fields['text']?.permission).toBe('Secret:text');
  });

  it('leaves the permission of a field without the directive unset', () => {
    expect(read(query('')).queries['secrets']).not.toHaveProperty('permission');
  });

  it.each(['read', 'Secret:', ':read', 'Secret:read:all', 'Secret read', '*:read', ''])(
    'rejects "%s", which is not of the form Subject:action',
    (needs) => {
      const sdl = query(`@permission(needs: "${needs}")`);
      expectProblems(sdl, ['4 invalid-permission']);
      expect(readAnyway(sdl).queries['secrets']).not.toHaveProperty('permission');
    },
  );

  it('is rejected without its argument', () => {
    expectProblems(query('@permission'), ['4 invalid-argument']);
  });

  it('is rejected on a field of a @model with a hint at @auth', () => {
    const [problem] = expectProblems(task('id: ID! @permission(needs: "Task:id")'), [
      '2 misplaced-directive',
    ]);
    expect(problem?.hint).toContain('@auth');
  });
});

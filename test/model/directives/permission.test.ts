import { expectProblems, read, readAnyway, task } from '../harness.ts';

const query = (directive: string): string =>
  `${task('id: ID!')}extend type Query { secrets: Int ${directive} }`;

describe('@permission', () => {
  it('is kept with a field of Query, of Mutation, and of a type without @model', () => {
    const sdl = `${query('@permission(needs: "Secret:read")')}
      extend type Mutation { tell: Secret @permission(needs: "Secret:tell") }
      type Secret { text: String @permission(needs: "Secret:text") }`;
    const { queries, mutations, objects } = read(sdl);
    expect(queries['secrets']?.permission).toBe('Secret:read');
    expect(mutations['tell']?.permission).toBe('Secret:tell');
    expect(objects['Secret']?.fields['text']?.permission).toBe('Secret:text');
  });

  it('is absent from a field that does not say it', () => {
    expect(read(query('')).queries['secrets']).not.toHaveProperty('permission');
  });

  it.each(['read', 'Secret:', ':read', 'Secret:read:all', 'Secret read', '*:read', ''])(
    'refuses "%s", which is not two words',
    (needs) => {
      const sdl = query(`@permission(needs: "${needs}")`);
      expectProblems(sdl, ['4 invalid-permission']);
      expect(readAnyway(sdl).queries['secrets']).not.toHaveProperty('permission');
    },
  );

  it('refuses to stand without a permission', () => {
    expectProblems(query('@permission'), ['4 invalid-argument']);
  });

  it('sends a field of a @model to @auth', () => {
    const [problem] = expectProblems(task('id: ID! @permission(needs: "Task:id")'), [
      '2 misplaced-directive',
    ]);
    expect(problem?.hint).toContain('@auth');
  });
});

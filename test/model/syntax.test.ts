import { problemsOf, readAnyway, task } from './harness.ts';

const shown = (sdl: string) => problemsOf(sdl).map(({ code, at }) => `${at?.line}:${at?.column} ${code}`);

describe('text that does not parse', () => {
  it('is reported in each definition, and the others are read', () => {
    const sdl = `type A {\n  a:\n}\n${task('title: String')}type B {\n  b String\n}\n`;
    expect(shown(sdl)).toEqual(['3:1 syntax', '8:5 syntax']);
    expect(Object.keys(readAnyway(sdl).models)).toEqual(['Task']);
  });

  it('does not make a second problem of a name whose definition is broken', () => {
    expect(shown(`type A {\n  a:\n}\n${task('a: A')}`)).toEqual(['3:1 syntax']);
  });

  it('finds the definition that is not closed, and says so', () => {
    const sdl = `type A {\n  a: Int\n${task('title: String')}`;
    const [problem, ...others] = problemsOf(sdl);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'syntax', at: { line: 3 }, hint: 'A "}" is missing before this.' });
    expect(readAnyway(sdl).models['Task']).toBeDefined();
  });

  it('is reported once when nothing can be read', () => {
    expect(shown('what is this?')).toEqual(['1:1 syntax']);
  });

  it('may be nested deeper than a stack', () => {
    const deep = `type A { a: ${'['.repeat(100_000)}Int }`;
    expect(problemsOf(deep)[0]?.code).toBe('syntax');
  });
});

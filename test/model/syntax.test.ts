import { problemsOf, readAnyway, task } from './harness.ts';

const shown = (sdl: string) => problemsOf(sdl).map(({ code, at }) => `${at?.line}:${at?.column} ${code}`);

describe('readModel on text that does not parse', () => {
  it('reports one error for each broken definition and reads the others', () => {
    const sdl = `type A {\n  a:\n}\n${task('title: String')}type B {\n  b String\n}\n`;
    expect(shown(sdl)).toEqual(['3:1 syntax', '8:5 syntax']);
    expect(Object.keys(readAnyway(sdl).models)).toEqual(['Task']);
  });

  it('does not report a name as unknown when its definition is broken', () => {
    expect(shown(`type A {\n  a:\n}\n${task('a: A')}`)).toEqual(['3:1 syntax']);
  });

  it('reports the definition that lacks its closing brace', () => {
    const sdl = `type A {\n  a: Int\n${task('title: String')}`;
    const [problem, ...others] = problemsOf(sdl);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'syntax', at: { line: 3 }, hint: 'A "}" is missing before this.' });
    expect(readAnyway(sdl).models['Task']).toBeDefined();
  });

  it('reports a text without any definition once', () => {
    expect(shown('what is this?')).toEqual(['1:1 syntax']);
  });

  it('reports a syntax error when the nesting is deeper than the call stack', () => {
    const deep = `type A { a: ${'['.repeat(100_000)}Int }`;
    expect(problemsOf(deep)[0]?.code).toBe('syntax');
  });
});

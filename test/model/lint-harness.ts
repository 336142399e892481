import { lintModel } from '../../src/model/index.ts';
import { read } from './harness.ts';

export const open = '@model @auth(rules: [{ allow: private }])';

/** Lints a schema that has no errors; returns each warning as `code: name`. */
export function found(sdl: string): readonly string[] {
  const problems = lintModel(read(sdl));
  for (const { severity, hint, at } of problems) {
    expect(severity).toBe('warning');
    expect(hint).toMatch(/\.$/);
    expect(at).toBeUndefined();
  }
  return problems.map(({ code, message }) => `${code}: ${/^(The \w+ "\w+"|[\w.]+)/.exec(message)?.[0]}`);
}
export const withRules = (rules: string, fields = 'id: ID!', model = '@model') =>
  `type Task ${model} @auth(rules: [${rules}]) {\n${fields}\n}`;

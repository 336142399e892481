import { type Model, type Problem, readModel } from '../../src/model/index.ts';

/** Returns the model of a schema; expects neither errors nor warnings. */
export function read(sdl: string): Model {
  const { model, problems } = readModel([{ file: 'schema.graphql', text: sdl }]);
  expect(problems).toEqual([]);
  return model;
}

/** Returns the model of a schema that has problems. */
export function readAnyway(sdl: string): Model {
  return readModel([{ file: 'schema.graphql', text: sdl }]).model;
}

export function problemsOf(sdl: string): readonly Problem[] {
  return readModel([{ file: 'schema.graphql', text: sdl }]).problems;
}

/** Expects exactly these problems, each as `line code`; returns them for further assertions. */
export function expectProblems(sdl: string, wanted: readonly string[]): readonly Problem[] {
  const problems = problemsOf(sdl);
  expect(problems.map(({ code, at }) => `${at?.line ?? '-'} ${code}`)).toEqual(wanted);
  for (const { severity, hint } of problems) if (severity === 'error') expect(hint ?? '').not.toBe('');
  return problems;
}

/** Wraps the fields of a model in a type that every member may access. */
export function task(fields: string, directives = ''): string {
  return `type Task @model @auth(rules: [{ allow: private }]) ${directives} {\n${fields}\n}\n`;
}

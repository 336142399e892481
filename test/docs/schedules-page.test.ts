import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import ts from 'typescript';
import { buildSchema, parse, validate } from 'graphql';

import { RUN_LIMIT } from '../../src/platform/index.ts';
import { compileTexts } from './compile-texts.ts';

const page = readFileSync('docs/schedules.md', 'utf8');
const snippet = (language: string): string => {
  const [, code = ''] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page) ?? [];
  return code;
};

test('the schedule of docs/schedules.md compiles in src/schedules', () => {
  const path = resolve('src/schedules/of-the-page.ts');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)).config,
    ts.sys,
    '.',
  );
  expect(snippet('ts')).toContain('export const closeOldProjects: Schedule');
  expect(
    compileTexts(new Map([[path, snippet('ts')]]), { ...options, incremental: false, noEmit: true }),
  ).toEqual([]);
});

test('the query of docs/schedules.md fits the API, and the page names the time of a run', () => {
  const api = buildSchema(readFileSync('src/generated/api.graphql', 'utf8'));
  expect(validate(api, parse(snippet('graphql')))).toEqual([]);
  expect(page).toContain(`A run has ${RUN_LIMIT / 1000} seconds`);
});

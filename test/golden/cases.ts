import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Seed } from '../../src/app/seed/read-seed.ts';

const FOLDER = 'test/golden';

/** A folder that holds `query.graphql`, perhaps `variables.json`, and `result.json`. */
export interface Case {
  readonly name: string;
  readonly query: string;
  /** From the leading comments `# user: alice` and, for a user of several tenants, `# tenant: globex`. */
  readonly user: string;
  readonly tenant: string | undefined;
  readonly variables: object;
  /** From the comment `# idempotency-key: k`. */
  readonly key: string | undefined;
  /** From the comment `# schema: beyond`: the schema `beyond.graphql` and the rows `beyond.json`, in place of the sample. */
  readonly schema: string | undefined;
  readonly writes: boolean;
  /** True if the query declares `$nextToken`: the test then requests page after page. */
  readonly paged: boolean;
}

export function readCases(): readonly Case[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCase(name));
}

function readCase(name: string): Case {
  const query = readFileSync(join(FOLDER, name, 'query.graphql'), 'utf8');
  const variables = join(FOLDER, name, 'variables.json');
  const comment = (key: string): string | undefined => new RegExp(`^# ${key}: (\\S+)$`, 'm').exec(query)?.[1];
  const user = comment('user');
  if (user === undefined) throw new Error(`${name}/query.graphql must say who asks: # user: alice`);
  return {
    name,
    query,
    user,
    tenant: comment('tenant'),
    key: comment('idempotency-key'),
    schema: comment('schema'),
    variables: existsSync(variables) ? (JSON.parse(readFileSync(variables, 'utf8')) as object) : {},
    writes: /^mutation\b/m.test(query),
    paged: query.includes('$nextToken:'),
  };
}

/** Returns the schema and the rows that the cases of a schema begin with. */
export function readStart(schema: string): { readonly sdl: string; readonly seed: Partial<Seed> } {
  const text = (ending: string): string => readFileSync(join(FOLDER, `${schema}.${ending}`), 'utf8');
  return { sdl: text('graphql'), seed: { rows: JSON.parse(text('json')) as Seed['rows'] } };
}

export function readResult(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name, 'result.json'), 'utf8'));
}

export function writeResult(name: string, result: unknown): void {
  writeFileSync(join(FOLDER, name, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
}

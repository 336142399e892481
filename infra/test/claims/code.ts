import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FunctionName } from '../../../src/lambda/function-names.ts';

/**
 * The most bytes of the file that a start of each function reads, for the app of the tests. A figure is 3 % above what the
 * function had when it was written. Look at what a change brings before a figure grows.
 */
export const BUDGETS: Readonly<Record<FunctionName, number>> = {
  graphql: 620_200,
  authorizer: 59_300,
  operator: 533_900,
  'operator-authorizer': 30_900,
  socket: 645_000,
  changes: 553_200,
  work: 471_300,
  webhooks: 165_200,
  files: 121_300,
  meter: 65_100,
  'pre-token': 54_800,
  'pre-sign-up': 51_800,
  'post-confirmation': 51_700,
};

/** Packages that come with others and that no function needs: Apollo's reports, its schemas, and hashes in JavaScript. */
const UNNEEDED = ['@apollo/usage-reporting-protobuf', '@apollo/protobufjs', '@graphql-tools', 'sha.js'];

/** Returns the modules whose code a function has, from the folder of its source maps. A module is there once for each file. */
export function modulesIn(maps: string): readonly string[] {
  return readdirSync(maps).flatMap((file) => {
    const map = JSON.parse(readFileSync(join(maps, file), 'utf8')) as { readonly sources: readonly string[] };
    // What the build wrote itself is in no folder.
    return map.sources.filter((source) => source.startsWith('../'));
  });
}

/** Returns the modules that are there twice: in two files, or in two formats of one package. */
export function twiceIn(modules: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return modules.filter((module) => {
    const plain = module
      .replace(/^.*node_modules\//, '')
      .replaceAll(FORMAT, '')
      .replace(/\.[cm]?[jt]s$/, '');
    const isKnown = seen.has(plain);
    seen.add(plain);
    return isKnown;
  });
}

/** The folders by which packages name the format of their files. */
const FORMAT = /\/(?:esm|cjs|mjs|dist|lib|module|import|require|commonjs)(?=\/)/g;

/** Returns the modules of packages that no function needs. */
export function unneededIn(modules: readonly string[]): readonly string[] {
  return modules.filter((module) => UNNEEDED.some((name) => module.includes(`node_modules/${name}`)));
}

import { readFileSync } from 'node:fs';

import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse, print } from 'graphql';

import type { Files } from '../model-files.ts';
import { sortedSchema, TYPES } from './typed-resolvers.ts';

const OPERATIONS = 'test/e2e/operations.graphql';

/** Returns the client of the e2e tests, typed by the operations that it sends. */
export async function clientFiles(api: string): Promise<Files> {
  const document = parse(readFileSync(OPERATIONS, 'utf8'));
  const parts = await preset.buildGeneratesSection({
    ...sortedSchema(api),
    baseOutputDir: 'test/e2e/generated/',
    presetConfig: { fragmentMasking: false },
    plugins: [],
    documents: [{ location: OPERATIONS, document, rawSDL: print(document) }],
    config: TYPES,
    pluginMap: {},
    pluginContext: {},
    documentTransforms: [],
  });
  const files = parts.map(async (part) => [part.filename, await codegen(part)] as const);
  return Object.fromEntries(await Promise.all(files));
}

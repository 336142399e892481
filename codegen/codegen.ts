import { generate } from '@graphql-codegen/cli';

import config from '../codegen.ts';
import { runCommand } from '../src/cli/run-command.ts';

import { readApp } from './app.ts';
import { appFiles } from './app-files.ts';
import { typescriptPart } from './files/typescript-name.ts';
import type { Files } from './model-files.ts';
import { OWN_APP } from './places.ts';
import { writeFiles } from './write-files.ts';

/**
 * `npm run codegen`: writes src/generated from schema/app, schema/plans.json and the fields that src/resolvers answers,
 * and the types for front ends that the top-level codegen.ts asks for. A mistake in any of them leaves every file as it was.
 */
runCommand(async () => {
  const files = await appFiles(await readApp(OWN_APP), OWN_APP);
  writeFiles({ ...files, ...(await frontEndFiles(files[`${OWN_APP.generated}/api.graphql`] ?? '')) });
});

/** One output of graphql-codegen, whose types say `any`. */
interface Output {
  readonly filename: string;
  readonly content: string;
}

/** Returns the files of the top-level codegen.ts, made of an API that is not written yet. */
async function frontEndFiles(api: string): Promise<Files> {
  const all = { namingConvention: typescriptPart, ...config.config };
  const outputs = (await generate({ ...config, config: all, schema: api, silent: true }, false)) as Output[];
  return Object.fromEntries(outputs.map(({ filename, content }) => [filename, content]));
}

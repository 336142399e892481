import { printSchema } from 'graphql';

import { printProblems, readModel } from '../../model/index.ts';
import { compile } from '../../engine/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { readSources } from '../../app/index.ts';

const USAGE = 'Usage: npm run print-api -- [SCHEMA] [--compat]\n';

/**
 * Prints the API of a schema. With `--compat` it is Amplify's exact API, and printed also where the schema holds
 * something that we refuse to run, such as `allow: public`: the Problems then go to standard error alone.
 */
runCommand(() => {
  const { values, positionals } = parseArguments(
    { allowPositionals: true, options: { compat: { type: 'boolean', default: false } } },
    USAGE,
  );
  const sources = readSources(positionals[0] ?? 'schema/app');
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) process.stderr.write(`${printProblems(errors, sources)}\n`);
  const printable = values.compat ? errors.every(({ code }) => TOLERATED.test(code)) : errors.length === 0;
  if (printable) process.stdout.write(`${printSchema(compile(model, {}, values))}\n`);
  else process.exitCode = 1;
  return Promise.resolve();
});

/** What Amplify accepts and we do not. */
const TOLERATED = /^unsupported-|^reserved-name$/;

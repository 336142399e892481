import { printSchema } from 'graphql';

import { ownModel, printProblems, readModel, withVisibleControls } from '../../model/index.ts';
import { compile } from '../../engine/index.ts';
import { printCompat } from '../print-compat.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { readServedSources } from '../../app/index.ts';

const USAGE = 'Usage: npm run print-api -- [SCHEMA] [--compat]\n';

/**
 * Prints the API of a schema.
 * With `--compat` it prints Amplify's exact API, even if the schema contains something that we refuse to run, such as
 * `allow: public`. Then the Problems go only to standard error.
 */
runCommand(() => {
  const { values, positionals } = parseArguments(
    { allowPositionals: true, options: { compat: { type: 'boolean', default: false } } },
    USAGE,
  );
  const sources = readServedSources(positionals[0] ?? 'schema/app');
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const shown = problems.filter(({ severity, code }) => severity === 'error' || code === 'reserved-name');
  if (shown.length > 0) process.stderr.write(`${printProblems(shown, sources)}\n`);
  const printable = values.compat ? errors.every(({ code }) => TOLERATED.test(code)) : errors.length === 0;
  if (!printable) process.exitCode = 1;
  else {
    const own = ownModel(model, sources);
    const api = compile(own, {}, values);
    process.stdout.write(
      `${withVisibleControls(values.compat ? printCompat(api, own) : printSchema(api))}\n`,
    );
  }
  return Promise.resolve();
});

/** The codes of Problems that Amplify accepts and we refuse. */
const TOLERATED = /^unsupported-|^reserved-name$/;

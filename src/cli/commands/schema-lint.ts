import { lintModel, ownModel, printProblems, readModel } from '../../model/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { readPlansFile, readServedSources } from '../../app/index.ts';

/** Prints the mistakes and the weak places of a schema. Exits with 1 only for errors. */
runCommand(() => {
  const { positionals, values } = parseArguments(
    { allowPositionals: true, options: { plans: { type: 'string', default: 'schema/plans.json' } } },
    'Usage: npm run schema:lint -- [SCHEMA] [--plans FILE]\n',
  );
  const sources = readServedSources(positionals[0] ?? 'schema/app');
  const { model, problems } = readModel(sources);
  const broken = problems.some(({ severity }) => severity === 'error');
  const all = broken
    ? problems
    : [...problems, ...lintModel(ownModel(model, sources), { sources, features: flagsOf(values.plans) })];
  process.stdout.write(all.length > 0 ? `${printProblems(all, sources)}\n` : 'Nothing to remark.\n');
  if (broken) process.exitCode = 1;
  return Promise.resolve();
});

/** Returns the flags of all plans. */
function flagsOf(file: string): readonly string[] {
  return Object.values(readPlansFile(file).plans).flatMap(({ features }) => features);
}

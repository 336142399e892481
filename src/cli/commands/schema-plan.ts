import { keepSlots } from '../../model/index.ts';
import { planChange, printPlan, readSchema } from '../../migrate/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { UsageError } from '../../app/index.ts';

const USAGE = `Usage: npm run schema:plan -- OLD NEW [--json]

  OLD, NEW   a folder of .graphql files, one file, or a generated model.json
  --json     print the plan for programs

Exits with 0 when no data breaks, 1 when some would, 2 for a mistake of usage.
`;

/** Prints what a change of the schema does to rows, to the table and to clients. */
function schemaPlan(): void {
  const { values, positionals } = parseArguments(
    { allowPositionals: true, options: { json: { type: 'boolean', default: false } } },
    USAGE,
  );
  const [from, to] = positionals;
  if (from === undefined || to === undefined || positionals.length > 2) throw new UsageError(USAGE);
  const before = readSchema(from);
  const lines = planChange(before, keepSlots(readSchema(to), before));
  process.stdout.write(values.json ? `${JSON.stringify({ lines }, null, 2)}\n` : printPlan(lines));
  if (lines.some(({ kind }) => kind === 'problem')) process.exitCode = 1;
}

try {
  schemaPlan();
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = usage ? 2 : 1;
}

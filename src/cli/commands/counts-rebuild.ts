import { jobScope, Refusal, type Scope } from '../../tenant/index.ts';
import { refreshingSend, openBackfill, openFileRecords } from '../../store/index.ts';
import { livingTenants, recordJobScopeOnce } from '../../platform/index.ts';
import { openData } from '../open-data.ts';
import { readSchema } from '../../migrate/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { UsageError } from '../../app/index.ts';

const USAGE =
  'Usage: npm run counts:rebuild -- [--schema DIR] [--data DIR] [--tenant ID]\n\n' +
  'Sets the counter of each type to the number of its rows.\n' +
  'Sets the bytes of the files to what their records say.\n' +
  'A server may run meanwhile.\n';

/**
 * Corrects the counters of a data directory, and the bytes of files. Prints each before and after.
 */
runCommand(async () => {
  const { values } = parseArguments(
    {
      options: {
        schema: { type: 'string', default: 'schema/app' },
        data: { type: 'string', default: '.tenantql' },
        tenant: { type: 'string' },
      },
    },
    USAGE,
  );
  const opened = await openData(values.data, readSchema(values.schema));
  const { model, directory, control, sendOf } = opened;
  const record = recordJobScopeOnce(control);
  try {
    const counted = Object.values(model.models).filter(
      ({ operations }) => (operations.count ?? null) !== null,
    );
    for await (const tenant of values.tenant === undefined ? livingTenants(control) : [values.tenant]) {
      const open = (): Promise<Scope> => jobScope(directory, tenant, 'counts', record);
      const scope = await open().catch((error: unknown) => {
        throw new UsageError((error as Error).message);
      });
      const send = refreshingSend(sendOf, scope, { open, now: Date.now });
      const backfill = openBackfill(scope, { types: model.models, send });
      for (const type of counted) {
        const line = await outcomeOf(async () => {
          const { before, after } = await backfill.recount(type);
          return `${before} -> ${after}`;
        });
        process.stdout.write(`${tenant}: ${type.name}: ${line}\n`);
      }
      const line = await outcomeOf(async () => {
        const files = openFileRecords(scope, send);
        const { bytes: before } = await files.usage();
        const after = await files.recount();
        return before + after === 0 ? null : `${before} -> ${after} bytes`;
      });
      if (line !== null) process.stdout.write(`${tenant}: files: ${line}\n`);
    }
  } finally {
    await opened.close();
  }
});

/** Returns the line of a recount, or its refusal; then the command fails at its end. */
async function outcomeOf<Line>(recount: () => Promise<Line>): Promise<Line | string> {
  try {
    return await recount();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.exitCode = 1;
    return error.message;
  }
}

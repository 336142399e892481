import { jobScope, Refusal, type Scope } from '../../tenant/index.ts';
import { refreshingSend, openBackfill } from '../../store/index.ts';
import { livingTenants, recordJobScopeOnce } from '../../platform/index.ts';
import { openData } from '../open-data.ts';
import { readSchema } from '../../migrate/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { UsageError } from '../../app/index.ts';

const USAGE =
  'Usage: npm run counts:rebuild -- [--schema DIR] [--data DIR] [--tenant ID]\n\n' +
  'Sets the counter of each type to the number of its rows, also while a server runs.\n';

/** Corrects the counters of a data directory, and prints each before and after. */
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
    if (counted.length === 0)
      throw new UsageError('No type of the schema is counted: give one a "count" query.');
    for await (const tenant of values.tenant === undefined ? livingTenants(control) : [values.tenant]) {
      const open = (): Promise<Scope> => jobScope(directory, tenant, 'counts', record);
      const scope = await open().catch((error: unknown) => {
        throw new UsageError((error as Error).message);
      });
      const send = refreshingSend(sendOf, scope, { open, now: Date.now });
      const backfill = openBackfill(scope, { types: model.models, send });
      for (const type of counted) {
        const line = await backfill.recount(type).then(
          ({ before, after }) => `${before} -> ${after}`,
          (error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
            process.exitCode = 1;
            return error.message;
          },
        );
        process.stdout.write(`${tenant}: ${type.name}: ${line}\n`);
      }
    }
  } finally {
    await opened.close();
  }
});

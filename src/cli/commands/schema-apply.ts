import { slotRecord, type Model } from '../../model/index.ts';
import { applyOnAws, readSchema, allWork, type Work } from '../../migrate/index.ts';
import { evolveDirectory } from '../../local/data-directory/index.ts';
import { openData } from '../open-data.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { UsageError } from '../../app/index.ts';

const USAGE = `Usage: npm run schema:apply -- [NEW] [--data DIR] [--all]
       npm run schema:apply -- [NEW] --aws --tenants A,B [--before OLD]

  NEW             the schema that rows are brought into line with   (schema/app; on AWS src/generated/model.json)
  --data DIR      the data directory, served or not                 (.tenantql)
  --all           look at every row, whatever changed
  --aws           the tables that DATA_TABLE, SILO_TABLE_PREFIX and CONTROL_TABLE name in AWS_REGION
  --tenants A,B   the tenants there; no table is scanned for them
  --before OLD    the schema before, so that only what changed is looked at; else every row is
`;

/** Brings stored rows into line with a schema. Exits with 1 if work is left. */
runCommand(async () => {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        data: { type: 'string', default: '.tenantql' },
        all: { type: 'boolean', default: false },
        aws: { type: 'boolean', default: false },
        tenants: { type: 'string' },
        before: { type: 'string' },
      },
    },
    USAGE,
  );
  const { aws, before, tenants } = values;
  const [schema = aws ? 'src/generated/model.json' : 'schema/app'] = positionals;
  const misfit = aws ? tenants === undefined || values.all : tenants !== undefined || before !== undefined;
  if (positionals.length > 1 || misfit) throw new UsageError(USAGE);
  if (aws && !schema.endsWith('.json'))
    throw new UsageError('On AWS name the model.json that is deployed: it has the slots of its indexes.');
  const model = readSchema(schema);
  const left = aws
    ? await applyOnAws({
        model,
        before: before === undefined ? null : readSchema(before),
        tenants: (tenants ?? '').split(',').filter((tenant) => tenant !== ''),
        env: process.env,
        print,
      })
    : await applyToDirectory(values.data, model, values.all);
  const names = Object.keys(left);
  print(
    names.length > 0
      ? `Something is left of ${names.join(', ')}: see above, then apply again.`
      : 'The rows are in line with the schema.',
  );
  if (names.length > 0) process.exitCode = 1;
});

async function applyToDirectory(data: string, schema: Model, all: boolean): Promise<Work> {
  const opened = await openData(data, schema, { bringOver: print });
  try {
    const { served, settings, model } = opened;
    const known = settings.schema && JSON.stringify(settings.schema.record);
    if (served && known !== JSON.stringify(slotRecord(model))) {
      throw new UsageError(
        'The server of this data directory runs another schema and would lose its indexes: ' +
          'start it again with this one, and it applies the change by itself.',
      );
    }
    return await evolveDirectory({ ...opened, note: print, more: all ? allWork(model) : {} });
  } finally {
    await opened.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

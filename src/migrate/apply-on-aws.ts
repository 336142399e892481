import { slotRecord, type Model } from '../model/index.ts';
import { dynamoSend, NoTable, openControl, openDirectory, openDirectSends } from '../store/index.ts';
import { recordJobScopeOnce } from '../platform/index.ts';
import { UsageError } from '../app/index.ts';

import { evolveData } from './evolve-data.ts';
import { openTenantBackfill } from './open-tenant-backfill.ts';
import { printDeferred, printReport, printSpread } from './print-report.ts';
import { allWork, type Work } from './type-work.ts';

export interface AwsOptions {
  /** The deployed model with its slots. */
  readonly model: Model;
  /** The model before. If given, only rows that the change concerns are examined. */
  readonly before: Model | null;
  readonly tenants: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
}

/**
 * Brings the rows of tenants on AWS into line with the deployed model, each in the table that its record names.
 * Each tenant's progress is in its own partition, so that the same command continues a run that was killed. Returns the
 * work that is left.
 * @throws {UsageError} naming the variables that the environment lacks, or a missing table
 */
export async function applyOnAws({ model, before, tenants, env, print }: AwsOptions): Promise<Work> {
  const {
    AWS_REGION: region,
    DATA_TABLE: pool,
    SILO_TABLE_PREFIX: siloPrefix,
    CONTROL_TABLE: controlTable,
    DYNAMODB_ENDPOINT: endpoint,
  } = env;
  if (!region || !pool || !siloPrefix || !controlTable)
    throw new UsageError(
      'Set AWS_REGION, DATA_TABLE, SILO_TABLE_PREFIX and CONTROL_TABLE: they name the tables of the deployment.',
    );
  const controlSend = dynamoSend({ region, endpoint, table: controlTable });
  const directory = openDirectory(controlSend);
  // This command reaches the rows of every tenant past the tenant role, so the audit of each says so.
  const control = openControl(controlSend);
  const record = recordJobScopeOnce(control);
  const moved = await control.spreadTenants();
  if (moved > 0) print(printSpread(moved));
  const sendOf = openDirectSends({ region, endpoint, tables: { pool, siloPrefix } });
  const work = evolveData({
    before: before && { record: slotRecord(before), pending: {} },
    model,
    more: before ? {} : allWork(model),
    tenants,
    open: (tenant) => openTenantBackfill(tenant, { model, control, directory, sendOf, record }),
    // The tenants' records of progress are enough, because no server reads this state.
    save: () => undefined,
    onType: (report) => {
      for (const { text } of printReport(report)) print(text);
    },
    onPutOff: (tenant) => {
      print(printDeferred(tenant));
    },
  });
  return work.catch((error: unknown) => {
    if (!(error instanceof NoTable)) throw error;
    throw new UsageError(`${error.message} Deploy it first: docs/platform/isolation.md.`);
  });
}

import { jobScope } from '../../tenant/index.ts';
import { slotRecord, type Model } from '../../model/index.ts';
import { dynamoSend, openBackfill, openDirectory } from '../../store/index.ts';
import { UsageError } from '../usage-error.ts';

import { JOB } from './apply-to-tenant.ts';
import { evolveData } from './evolve-data.ts';
import { printReport } from './print-report.ts';
import { allWork, type Work } from './type-work.ts';

export interface AwsOptions {
  /** As deployed, with its slots. */
  readonly model: Model;
  /** The model before, when only what changed is to be looked at. */
  readonly before: Model | null;
  readonly tenants: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
}

/**
 * Brings the rows of tenants on AWS into line with the model that is deployed. Their progress stands in their own partitions,
 * so that a run that was killed is gone on with by the same command. Answers what is left.
 * @throws {UsageError} naming the variables that the environment lacks
 */
export async function applyOnAws({ model, before, tenants, env, print }: AwsOptions): Promise<Work> {
  const { AWS_REGION: region, DATA_TABLE: data, CONTROL_TABLE: control, DYNAMODB_ENDPOINT: endpoint } = env;
  if (!region || !data || !control)
    throw new UsageError(
      'Set AWS_REGION, DATA_TABLE and CONTROL_TABLE: they name the tables of the deployment.',
    );
  const directory = openDirectory(dynamoSend({ region, endpoint, table: control }));
  const send = dynamoSend({ region, endpoint, table: data });
  return evolveData({
    before: before && { record: slotRecord(before), pending: {} },
    model,
    more: before ? {} : allWork(model),
    tenants,
    open: async (tenant) => {
      const scope = await jobScope(directory, tenant, JOB, () => undefined);
      return openBackfill(scope, { types: model.models, send });
    },
    // The tenants' records of progress are enough: here no server looks at what is remembered.
    save: () => undefined,
    onType: (report) => {
      for (const { text } of printReport(report)) print(text);
    },
  });
}

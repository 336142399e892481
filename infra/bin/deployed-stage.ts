import { askAws } from '../../src/cli/aws-cli.ts';
import { tenantKeyOf } from '../../src/store/index.ts';
import type { Stage } from '../lib/stage.ts';
import type { Account } from './account.ts';
import { hasCli } from './aws-cli.ts';
import { stackOutputs, stackState } from './stack-state.ts';

/** A stage that is deployed in an account. */
export interface DeployedStage {
  readonly account: Account;
  readonly stage: Stage;
  /** The name of its control table. */
  readonly controlTable: string;
}

/** What the record of a tenant says about its rows. */
export interface TenantPlace {
  readonly status: string;
  readonly isolation: string;
}

/**
 * Opens a deployed stage for the commands on its silos.
 * @throws {Error} if it is not deployed, or by a version without silos in stacks of their own, or if there is no AWS CLI
 */
export async function openDeployedStage(account: Account, stage: Stage): Promise<DeployedStage> {
  if (!hasCli())
    throw new Error(
      'The AWS CLI is not installed: with it, this command looks at stacks, tables and tenants.',
    );
  const stack = `tenantql-${stage.name}`;
  if ((await stackState(account, stack)) !== 'deployed')
    throw new Error(
      `There is no stage "${stage.name}" in account ${account.id}, ${account.region}: npm run deploy -- --stage ${stage.name} makes it.`,
    );
  const { ControlTable: controlTable, ChangesArn } = await stackOutputs(account, stack);
  if (controlTable === undefined || ChangesArn === undefined)
    throw new Error(
      `The stage "${stage.name}" was deployed by an earlier version, which shares nothing with silos: npm run deploy -- --stage ${stage.name}`,
    );
  return { account, stage, controlTable };
}

/** Returns what the record of a tenant says, or null if the stage has no such tenant. */
export async function placeOfTenant(
  { account, controlTable }: DeployedStage,
  tenant: string,
): Promise<TenantPlace | null> {
  const key = Object.entries(tenantKeyOf(tenant)).map(([name, value]) => [name, { S: value }]);
  const { Item } = await askAws(account.region, [
    ...['dynamodb', 'get-item', '--table-name', controlTable, '--consistent-read'],
    ...['--key', JSON.stringify(Object.fromEntries(key))],
  ]);
  if (Item === undefined) return null;
  const { status, isolation } = Item as Readonly<Record<string, { readonly S?: string } | undefined>>;
  return { status: status?.S ?? '', isolation: isolation?.S ?? 'POOL' };
}

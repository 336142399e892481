import { askAws } from '../../src/cli/aws-cli.ts';
import { siloNameOf } from '../lib/silo-name.ts';
import type { Account } from './account.ts';
import { ask } from './aws-cli.ts';
import { confirm } from './command.ts';
import { type DeployedStage, placeOfTenant } from './deployed-stage.ts';
import { hasItems, lookAtTable } from './silos.ts';
import { stackState, unprotect } from './stack-state.ts';

/**
 * Deletes the stack and the table of a silo that no tenant uses. It can be repeated.
 * @throws {Error} if a tenant's record says that its rows are there, or if the table has items or is protected
 */
export async function removeSilo(
  deployed: DeployedStage,
  { tenant, yes }: { readonly tenant: string; readonly yes: boolean },
): Promise<void> {
  const { account, stage } = deployed;
  const name = siloNameOf(stage, tenant);
  const state = await stackState(account, name);
  const isThere = await requireUnused(deployed, tenant, name);
  if (state === 'none' && !isThere) throw new Error(`The stage "${stage.name}" has no silo of "${tenant}".`);
  if (!yes) await confirm(`This deletes "${name}" in account ${account.id}, ${account.region}.`, tenant);
  if (state !== 'none') await deleteStack(account, name);
  // A stage that keeps its data keeps the table when the stack is deleted. Meanwhile the tenant may have moved.
  if (await requireUnused(deployed, tenant, name))
    await askAws(account.region, ['dynamodb', 'delete-table', '--table-name', name]);
  process.stdout.write(`Deleted. DynamoDB keeps a backup of the table for 35 days.\n`);
}

/**
 * Checks that a silo can be deleted without a loss. Returns whether its table exists.
 * @throws {Error} that says why not, and what to do
 */
async function requireUnused(deployed: DeployedStage, tenant: string, name: string): Promise<boolean> {
  const { account } = deployed;
  const place = await placeOfTenant(deployed, tenant);
  if (place?.status === 'MOVING')
    throw new Error(
      `The rows of "${tenant}" are moving: wait until npm run tenant -- jobs ${tenant} says DONE.`,
    );
  if (place?.isolation === 'SILO' && place.status !== 'DELETED')
    throw new Error(
      `The record of "${tenant}" says SILO: move its rows first with npm run tenant -- move ${tenant} --to pool`,
    );
  const table = await lookAtTable(account, name);
  if (table === null || table.status === 'DELETING') return false;
  if (await hasItems(account, name))
    throw new Error(
      `The table "${name}" has items: wait until the job of the move is DONE, or see "Delete a table" in docs/platform/isolation.md.`,
    );
  if (table.isProtected)
    throw new Error(
      `The table "${name}" is protected from deletion. To end that: aws dynamodb update-table --table-name ${name} --no-deletion-protection-enabled --region ${account.region}`,
    );
  return true;
}

async function deleteStack(account: Account, name: string): Promise<void> {
  await unprotect(account, name);
  await askAws(account.region, ['cloudformation', 'delete-stack', '--stack-name', name]);
  const done = await ask(account, ['cloudformation', 'wait', 'stack-delete-complete', '--stack-name', name]);
  if (done === null)
    throw new Error(`CloudFormation did not delete the stack "${name}": its events say why. Then try again.`);
}

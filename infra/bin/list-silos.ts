import { table } from '../../src/cli/operator/index.ts';
import { siloNameOf } from '../lib/silo-name.ts';
import { type DeployedStage, placeOfTenant } from './deployed-stage.ts';
import { lookAtTable, siloStacks, tenantsWithTable } from './silos.ts';

const HEAD = ['TENANT', 'STACK', 'TABLE', 'ITEMS', 'BYTES', 'RECORD'];

/** Prints the silos of a stage: stack, table, its size, and where the tenant's record says that its rows are. */
export async function listSilos(deployed: DeployedStage): Promise<void> {
  const { account, stage } = deployed;
  const stacks = await siloStacks(account, stage.name);
  const tenants = new Set([...stacks.keys(), ...(await tenantsWithTable(account, stage.name))]);
  if (tenants.size === 0) {
    process.stdout.write(`The stage "${stage.name}" has no silos.\n`);
    return;
  }
  const lines: string[][] = [];
  for (const tenant of [...tenants].sort()) {
    const silo = await lookAtTable(account, siloNameOf(stage, tenant));
    const place = await placeOfTenant(deployed, tenant);
    lines.push([
      tenant,
      stacks.get(tenant) ?? 'none',
      silo?.status ?? 'none',
      String(silo?.items ?? '-'),
      String(silo?.bytes ?? '-'),
      place === null
        ? 'none'
        : place.status === 'ACTIVE'
          ? place.isolation
          : `${place.isolation}, ${place.status}`,
    ]);
  }
  process.stdout.write(table(HEAD, lines));
  process.stdout.write('DynamoDB counts items and bytes about every six hours.\n');
}

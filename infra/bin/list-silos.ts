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
    const table = await lookAtTable(account, siloNameOf(stage, tenant));
    const place = await placeOfTenant(deployed, tenant);
    lines.push([
      tenant,
      stacks.get(tenant) ?? 'none',
      table?.status ?? 'none',
      String(table?.items ?? '-'),
      String(table?.bytes ?? '-'),
      place === null
        ? 'none'
        : place.status === 'ACTIVE'
          ? place.isolation
          : `${place.isolation}, ${place.status}`,
    ]);
  }
  const widths = HEAD.map((head, at) => Math.max(head.length, ...lines.map((line) => line[at]?.length ?? 0)));
  for (const line of [HEAD, ...lines])
    process.stdout.write(
      `${line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  process.stdout.write('DynamoDB counts items and bytes about every six hours.\n');
}

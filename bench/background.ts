import { parseArgs } from 'node:util';

import { markdown } from '../infra/costs/table.ts';
import { dayOf } from './background/day.ts';
import { openScene, type Scene, type Taken } from './background/scene.ts';

/**
 * Prints what the work behind requests takes: calls and units for sealing an event, for an export and for an idle tenant,
 * and how the CPU grows with the tenants. The handlers are real, the database is an emulator. Prints what follows for a
 * day of 100,000 tenants. Fails if a tenant is left unsealed or an idle one is touched.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tenants: { type: 'string', default: '1000' } } });
  const count = Number(values.tenants);
  if (!Number.isInteger(count) || count < 20)
    throw new Error('--tenants needs a whole number of 20 or more.');
  // The last tenant stays idle.
  const scene = await openScene(count + 1);
  try {
    await measure(scene, count);
  } finally {
    await scene.close();
  }
}

async function measure(scene: Scene, count: number): Promise<void> {
  const busy = scene.tenants.slice(0, count);
  const tenth = busy.slice(0, Math.floor(count / 10));
  const idle = scene.tenants.at(-1) ?? '';
  // The first event of a tenant also notes when the tenant is due.
  await seal(scene, busy);
  const few = await seal(scene, tenth);
  const sealing = await seal(scene, busy);
  print(`sealing an event of a tenant: ${text(sealing, count)}`);

  await scene.export(tenth[0] ?? '');
  print(`an export of a tenant without rows: ${text(await scene.settle())}`);
  print(`a look for due work: ${text(await scene.lookForDue())}`);
  const { calls } = scene.unitsFor(idle);
  print(`an idle tenant: ${calls} calls`);
  if (calls > 0) process.exitCode = 1;

  print(`${count} tenants take ${ratio(sealing, few)} of ${tenth.length}`);
  const [poisoned = '', ...others] = tenth;
  await scene.poison(poisoned);
  await scene.change(tenth);
  const withPoison = await scene.settle();
  expectSealed(await scene.unsealed(others));
  print(
    `${tenth.length} tenants with a poisoned one take ${ratio(withPoison, few)} of those without: ` +
      `${withPoison.failed} message fails, ${others.length} tenants are sealed`,
  );
  print(`\n${markdown(dayOf(sealing, count))}`);
}

/** Changes each tenant once and seals what follows. */
async function seal(scene: Scene, tenants: readonly string[]): Promise<Taken> {
  await scene.change(tenants);
  const taken = await scene.settle();
  expectSealed(await scene.unsealed(tenants));
  return taken;
}

function expectSealed(unsealed: readonly string[]): void {
  if (unsealed.length === 0) return;
  process.stderr.write(`not sealed: ${unsealed.join(', ')}\n`);
  process.exitCode = 1;
}

function text({ calls, reads, writes, records, deliveries, messages }: Taken, count = 1): string {
  const each = (value: number): string => (value / count).toFixed(2).replace(/\.?0+$/, '');
  return (
    `${each(calls)} calls, ${each(reads)} read units, ${each(writes)} write units, ${each(messages)} messages, ` +
    `${each(records)} records of streams in ${each(deliveries)} runs of changes`
  );
}

function ratio(many: Taken, few: Taken): string {
  return `${(many.calls / few.calls).toFixed(2)} times the calls and ${(many.cpu / few.cpu).toFixed(1)} times the CPU`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();

import { parseArgs } from 'node:util';

import type { Table } from '../infra/costs/table.ts';
import { randomFrom } from '../test/random-from.ts';
import { HOT_TENANT, STS_PER_SECOND, TRAFFIC } from './scale/assumptions.ts';
import before from './scale/before.json';
import { simulateLeases } from './scale/leases.ts';
import {
  CACHES,
  CACHES_BEFORE,
  cellsFor,
  environmentsOf,
  hottestLookUps,
  requestsOfHottestTenant,
  simulateTenants,
} from './scale/many-tenants.ts';
import { simulateOneTenant } from './scale/one-tenant.ts';
import { print, whole } from './scale/print.ts';
import { recordCreates } from './scale/record-creates.ts';
import { unitsOfShape, type Shape } from './scale/shape.ts';

/**
 * Simulates one large tenant, and many tenants in many environments. What a create does is recorded from the real API, and
 * `before.json` has what it did before issue 17. Prints tables. With the same seed they are the same.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '17' } } });
  const seed = Number(values.seed);
  process.stdout.write(`seed ${seed}\n`);
  print(`One tenant of ${whole(HOT_TENANT.rows)} rows`, await tableOfCreates(seed));
  print(
    `Many tenants by Zipf's law or uniform; STS gives ${STS_PER_SECOND} calls a second`,
    tableOfTenants(seed),
  );
  print('The tenant with the most requests, by Zipf among 100,000', await tableOfHottest(seed));
}

async function tableOfCreates(seed: number): Promise<Table> {
  const rows: string[][] = [];
  const add = (name: string, shapes: readonly Shape[], rates: readonly number[]): void => {
    for (const createsPerSecond of rates)
      for (const parents of HOT_TENANT.parents) {
        const result = simulateOneTenant({ shapes, parents, createsPerSecond, random: randomFrom(seed) });
        const { reads, writes } = unitsOfShape(shapes[0] ?? []);
        const failed = result.failed.CONFLICT + result.failed.THROTTLED;
        rows.push([
          name,
          whole(createsPerSecond),
          whole(parents),
          `${reads} + ${writes}`,
          `${((100 * failed) / (failed + result.created)).toFixed(1)} %`,
          whole(result.p50),
          whole(result.p99),
          result.refused.toFixed(2),
          `${result.hottest} (${whole(result.hottestWrites)}/s)`,
        ]);
      }
  };
  const { createsPerSecond: rates, shards: numbers } = HOT_TENANT;
  // The shapes of a file are plain data.
  add('before', before as readonly Shape[], rates);
  for (const shards of numbers)
    add(
      `now, shards: ${shards}`,
      await recordCreates(shards, randomFrom(seed)),
      shards === 1 ? rates : rates.slice(-1),
    );
  return [
    [
      '',
      'creates/s',
      'parents',
      'units',
      'failed',
      'p50 ms',
      'p99 ms',
      'refused attempts',
      'hottest partition',
    ],
    ...rows,
  ];
}

function tableOfTenants(seed: number): Table {
  const rows: string[][] = [];
  for (const [name, exponent] of Object.entries(TRAFFIC.exponents))
    for (const tenants of TRAFFIC.tenants)
      for (const requestsPerSecond of TRAFFIC.requestsPerSecond) {
        const [traffic, ofWeb] = TRAFFIC.concurrency.map((concurrency) => ({
          ...{ tenants, requestsPerSecond, exponent, concurrency },
        }));
        if (!traffic || !ofWeb) continue;
        const earlier = simulateTenants(traffic, CACHES_BEFORE, randomFrom(seed));
        const now = simulateTenants(traffic, CACHES, randomFrom(seed));
        const fits = now.sts <= STS_PER_SECOND;
        // Only where an environment for each request is too many.
        const web = fits ? '' : whole(simulateTenants(ofWeb, CACHES, randomFrom(seed)).sts);
        const cells = fits ? 1 : cellsFor(traffic, CACHES, randomFrom(seed));
        rows.push([
          name,
          ...[tenants, requestsPerSecond, now.environments, earlier.sts, now.sts].map(whole),
          web,
          cells === null ? 'more' : whole(cells),
        ]);
      }
  return [
    [
      '',
      'tenants',
      'requests/s',
      'environments',
      'STS/s before',
      'STS/s now',
      'STS/s, 20 at once',
      'cells needed',
    ],
    ...rows,
  ];
}

async function tableOfHottest(seed: number): Promise<Table> {
  const rows: string[][] = [];
  const tenants = Math.max(...TRAFFIC.tenants);
  const share =
    1 / Array.from({ length: tenants }, (_, rank) => 1 / (rank + 1)).reduce((sum, one) => sum + one, 0);
  for (const requestsPerSecond of TRAFFIC.ofLeases)
    for (const concurrency of TRAFFIC.concurrency) {
      const own = share * requestsPerSecond;
      const traffic = { tenants, requestsPerSecond, exponent: 1, concurrency };
      const environments = environmentsOf(traffic);
      const leases = await simulateLeases(environments, own, randomFrom(seed));
      rows.push(
        [
          ...[requestsPerSecond, own, concurrency, environments],
          ...[hottestLookUps(traffic, environments), leases.calls, leases.outdated, leases.writes],
        ].map(whole),
      );
    }
  process.stdout.write(
    `\nA tenant's partition of the control table has reads for ${whole(requestsOfHottestTenant())} look-ups/s.\n`,
  );
  return [
    [
      'requests/s',
      'of the tenant',
      'at once',
      'environments',
      'look-ups/s',
      'lease calls/s',
      'outdated',
      'lease writes/s',
    ],
    ...rows,
  ];
}

void main();

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { openScene, type Scene } from './tenants/scene.ts';

/** Tenants of one process, in turn. */
const TENANTS = [1, 1_000, 10_000];
const MOST = 10_000;
const ROUNDS = 5;
/** Requests of a round, at least: with many tenants each of them has one. */
const REQUESTS = 3_000;
/** How much more CPU a request may take with any number of tenants than with one. */
const MAX_RATIO = 1.2;

/** A tenant's requests follow each other at once, or each is the first in the time of a look-up. */
const WAYS = ['busy', 'isolated'] as const;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Prints the CPU of a request by the number of tenants that a process serves, the heap of each tenant, and the sessions that
 * it asked STS for. The rounds are interleaved. Fails if a request takes more than `MAX_RATIO` of that with one tenant.
 */
async function main(): Promise<void> {
  const scene = await openScene(MOST);
  for (const way of WAYS) await scene.read(1, REQUESTS, way === 'isolated');
  const empty = heap();
  await scene.read(MOST, MOST, false);
  const bytes = (heap() - empty) / (MOST - 1);
  const sessions = scene.calls.get('AssumeRole') ?? 0;
  print(`heap of a tenant       ${Math.round(bytes)} bytes: credentials, look-up, client`);
  print(`sessions of STS        ${sessions} for ${MOST} tenants`);
  for (const way of WAYS) {
    const costs = await costsOf(scene, way === 'isolated');
    const [one = 0] = costs;
    for (const [at, tenants] of TENANTS.entries()) {
      const ratio = (costs[at] ?? 0) / one;
      print(
        `${way.padEnd(9)} ${String(tenants).padStart(6)} tenants ` +
          `${(costs[at] ?? 0).toFixed(0).padStart(6)} µs of CPU a request, ratio ${ratio.toFixed(2)} (at most ${MAX_RATIO})`,
      );
      if (ratio > MAX_RATIO) process.exitCode = 1;
    }
  }
  const again = (scene.calls.get('AssumeRole') ?? 0) - sessions;
  print(`sessions asked again   ${again}`);
  if (again > 0) process.exitCode = 1;
}

/** Returns the CPU of a request for each number of tenants, in microseconds: the lower quartile of the rounds. */
async function costsOf(scene: Scene, isIsolated: boolean): Promise<readonly number[]> {
  const costs: number[][] = TENANTS.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [at, tenants] of TENANTS.entries()) {
      const requests = Math.max(tenants, REQUESTS);
      collect();
      const before = process.cpuUsage();
      await scene.read(tenants, requests, isIsolated);
      const { user, system } = process.cpuUsage(before);
      costs[at]?.push((user + system) / requests);
    }
  return costs.map((of) => of.sort((a, b) => a - b)[Math.floor(of.length / 4)] ?? 0);
}

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();

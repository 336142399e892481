import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { randomFrom } from '../../test/random-from.ts';
import { buildBundles, REFERENCE } from './bundles.ts';
import { canPin, NODE, startChild } from './children.ts';
import { openCloud } from './cloud.ts';
import { COLD } from './cold-starts.ts';
import { measureCold } from './measure-cold.ts';
import { CORES, measureWarm, startWarm, type Bench } from './measure-warm.ts';
import type { Options } from './options.ts';
import { openReport } from './report.ts';
import { SCENARIOS } from './scenarios.ts';

/** Measures the scenarios one after the other, and prints each when it is measured. */
export async function benchmark(options: Options): Promise<void> {
  const { rounds, roundTime, seed } = options;
  const rivals = [...new Set([REFERENCE, ...options.rivals])];
  const folder = mkdtempSync(join(tmpdir(), 'tenantql-bench-'));
  const node = spawnSync(NODE, ['--version']).stdout.toString().trim();
  const report = openReport({ ...options, node, isPinned: canPin });
  const bundles = await buildBundles(folder, rivals);
  const cloud = await openCloud();
  const database = await startChild({
    script: bundles.child('database'),
    env: cloud.database,
    core: CORES.database,
  });
  const bench: Bench = { bundles, cloud, database, random: randomFrom(seed), rivals, rounds, roundTime };
  const warm = options.scenarios.filter((name) => SCENARIOS.has(name));
  const children = warm.length > 0 ? await startWarm(bench) : new Map<never, never>();
  try {
    for (const name of warm) {
      const scenario = SCENARIOS.get(name);
      for (const delay of options.delays ?? scenario?.delays ?? [])
        if (scenario) report.add(`${name}, ${delay} ms`, await measureWarm(bench, children, scenario, delay));
    }
    for (const name of options.scenarios) {
      const start = COLD.get(name);
      if (start) report.add(name, await measureCold(bench, start, folder));
    }
    report.write();
  } finally {
    await Promise.all([...children.values(), database].map((child) => child.stop()));
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
}

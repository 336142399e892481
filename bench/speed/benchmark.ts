import { spawnSync } from 'node:child_process';

import { REFERENCE } from './bundles.ts';
import { canPin, NODE, type Child } from './children.ts';
import { COLD } from './cold-starts.ts';
import { measureCold } from './measure-cold.ts';
import { measureWarm, startWarm } from './measure-warm.ts';
import { openBench } from './open-bench.ts';
import type { Options } from './options.ts';
import { openReport } from './report.ts';
import { SCENARIOS } from './scenarios.ts';

/** Measures the scenarios one after the other, and prints each when it is measured. */
export async function benchmark(options: Options): Promise<void> {
  const node = spawnSync(NODE, ['--version']).stdout.toString().trim();
  const report = openReport({ ...options, node, isPinned: canPin });
  const rivals = options.rivals.length > 0 ? [...new Set([REFERENCE, ...options.rivals])] : [];
  const sizes = options.scenarios.flatMap((name) => COLD.get(name)?.models ?? []);
  const bench = await openBench({ ...options, rivals, sizes });
  const warm = options.scenarios.flatMap((name) => {
    const scenario = SCENARIOS.get(name);
    return scenario ? [{ name, scenario }] : [];
  });
  const children: Child[] = [];
  try {
    for (const isConstant of [false, true]) {
      const chosen = warm.filter(({ scenario }) => scenario.isConstant === isConstant);
      if (chosen.length === 0) continue;
      const variants = await startWarm(bench, isConstant);
      children.push(...variants.values());
      for (const { name, scenario } of chosen)
        for (const delay of options.delays ?? scenario.delays)
          report.add(`${name}, ${delay} ms`, await measureWarm(bench, variants, scenario, delay));
    }
    for (const name of options.scenarios) {
      const start = COLD.get(name);
      if (start) report.add(name, await measureCold(bench, start));
    }
    report.write();
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await bench.close();
  }
}

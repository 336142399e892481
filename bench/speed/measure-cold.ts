import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CORES, type Rounds } from './measure-warm.ts';
import type { OpenBench } from './open-bench.ts';
import { REFERENCE } from './bundles.ts';
import { startChild } from './children.ts';
import { COLD, type ColdStart } from './cold-starts.ts';
import type { ColdMeasured, Counts } from './protocol.ts';
import { shuffled } from './statistics.ts';

/** Measures the start and the first event of a function, against those of the GraphQL handler of the reference. */
export async function measureCold(
  bench: OpenBench,
  { name, models, event }: ColdStart,
): Promise<ReadonlyMap<'ours' | typeof REFERENCE, Rounds>> {
  const { bundles, cloud, database, folder, random, rounds } = bench;
  const graphql = COLD.get('cold-graphql');
  const startOf = (variant: 'ours' | typeof REFERENCE): (() => Promise<ColdMeasured>) => {
    const file = join(folder, `${variant}-event.json`);
    writeFileSync(file, JSON.stringify(variant === 'ours' ? event(cloud) : graphql?.event(cloud)));
    return async () => {
      const child = await startChild({
        script: bundles.child('cold'),
        core: CORES.measured,
        env: {
          ...(variant === 'ours' ? { ...cloud.ours, ...cloud.credentialsOf(name) } : cloud.rival),
          AWS_ENDPOINT_URL: `http://127.0.0.1:${String(database.first)}`,
          BENCH_BUNDLE: variant === 'ours' ? bundles.ours(name, models) : bundles.rival(variant),
          BENCH_EVENT: file,
        },
      });
      await child.stop();
      const measured = child.first as ColdMeasured;
      const { statusCode = 200 } = (measured.answer ?? {}) as { readonly statusCode?: number };
      if (statusCode !== 200) throw new Error(`The first answer of ${variant} has the status ${statusCode}.`);
      return measured;
    };
  };
  const variants = (['ours', ...(bench.rivals.length > 0 ? [REFERENCE] : [])] as const).map((variant) => ({
    variant,
    start: startOf(variant),
    cpu: [] as number[],
    time: [] as number[],
    calls: 0,
    bytes: 0,
  }));
  await database.ask({ isRecording: true, delay: 0 });
  for (const { start } of variants) await start();
  for (const one of variants) {
    await database.ask({ isRecording: false, delay: 0 });
    await one.start();
    const { calls, bytesOut } = await database.ask<Counts>({ isRecording: false, delay: 0 });
    Object.assign(one, { calls, bytes: bytesOut });
  }
  for (let round = 0; round < rounds; round += 1)
    for (const { start, cpu, time } of shuffled(variants, random)) {
      const measured = await start();
      cpu.push(measured.cpu);
      time.push(measured.time);
    }
  return new Map(variants.map((one) => [one.variant, one]));
}

import type { Bundles, RivalName } from './bundles.ts';
import { startChild, type Child } from './children.ts';
import type { Cloud } from './cloud.ts';
import type { Ask, Counts, DatabaseState, Measured } from './protocol.ts';
import { sameBody } from './same-body.ts';
import type { Scenario } from './scenarios.ts';
import { shuffled } from './statistics.ts';

export type VariantName = 'ours' | RivalName;

export interface Bench {
  readonly bundles: Bundles;
  readonly cloud: Cloud;
  readonly database: Child;
  readonly random: () => number;
  readonly rivals: readonly RivalName[];
  readonly rounds: number;
  readonly roundTime: number;
}

/** The rounds of one variant. */
export interface Rounds {
  readonly cpu: readonly number[];
  readonly time: readonly number[];
  /** Calls of the database in a request, and bytes that it answered. */
  readonly calls: number;
  readonly bytes: number;
}

/** Cores of the measured processes, and of the database. */
export const CORES = { measured: 1, database: 0 };
const WARM_UP = 60;
/** The most requests of a round, for operations that take microseconds. */
const MOST = 4_000;

/** Starts our function and the rivals, which serve all warm scenarios. */
export async function startWarm({
  bundles,
  cloud,
  database,
  rivals,
}: Bench): Promise<ReadonlyMap<VariantName, Child>> {
  const endpoint = `http://127.0.0.1:${String(database.first)}`;
  const start = async (name: VariantName): Promise<Child> =>
    startChild({
      script: bundles.child('warm'),
      core: CORES.measured,
      env: {
        ...(name === 'ours' ? cloud.ours : cloud.rival),
        AWS_ENDPOINT_URL: endpoint,
        BENCH_BUNDLE: name === 'ours' ? bundles.ours('graphql') : bundles.rival(name),
      },
    });
  const children = new Map<VariantName, Child>();
  for (const name of ['ours', ...rivals] as const) children.set(name, await start(name));
  return children;
}

/** Records what a scenario asks the database, compares the answers of all variants, and measures them in turns. */
export async function measureWarm(
  bench: Bench,
  children: ReadonlyMap<VariantName, Child>,
  scenario: Scenario,
  delay: number,
): Promise<ReadonlyMap<VariantName, Rounds>> {
  const { cloud, database, random, rounds, roundTime } = bench;
  const { operation, parallel, isLimited } = scenario;
  const ask: Ask = {
    operation,
    parallel,
    requests: parallel,
    token: isLimited ? cloud.tokens.limited : cloud.tokens.plain,
  };
  const set = (state: DatabaseState): Promise<Counts> => database.ask<Counts>(state);
  await set({ isRecording: true, delay: 0 });
  let ours = '';
  for (const [name, child] of children) {
    await child.ask<Measured>(ask);
    const { body } = await child.ask<Measured>(ask);
    if (name === 'ours') ours = body;
    else sameBody(name, body, ours);
  }
  await set({ isRecording: false, delay });
  const measured = new Map<
    VariantName,
    { requests: number; cpu: number[]; time: number[]; calls: number; bytes: number }
  >();
  for (const [name, child] of children) {
    await set({ isRecording: false, delay });
    const { cpu } = await child.ask<Measured>({ ...ask, requests: Math.max(WARM_UP, parallel) });
    const requests = Math.min(MOST, Math.max(parallel, 5, Math.ceil((1_000 * roundTime) / cpu)));
    const { calls, bytesOut } = await set({ isRecording: false, delay });
    const done = Math.ceil(Math.max(WARM_UP, parallel) / parallel) * parallel;
    measured.set(name, { requests, cpu: [], time: [], calls: calls / done, bytes: bytesOut / done });
  }
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, child] of shuffled([...children], random)) {
      const variant = measured.get(name);
      if (!variant) continue;
      const { cpu, time } = await child.ask<Measured>({ ...ask, requests: variant.requests });
      // The first round warms the code.
      if (round === 0) continue;
      variant.cpu.push(cpu);
      variant.time.push(time);
    }
  return measured;
}

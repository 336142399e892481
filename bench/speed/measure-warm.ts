import { REFERENCE, RIVAL_PACKAGES, type Bundles, type RivalName } from './bundles.ts';
import { startChild, type Child } from './children.ts';
import type { Cloud } from './cloud.ts';
import type { Ask, Counts, Measured } from './protocol.ts';
import { sameBody } from './same-body.ts';
import type { Scenario } from './scenarios.ts';
import { shuffled } from './statistics.ts';

export type VariantName = 'ours' | RivalName;

export interface Bench {
  readonly bundles: Bundles;
  readonly cloud: Cloud;
  readonly database: Child;
  /** The PostgreSQL server of rivals that ask one, or null. */
  readonly postgresUrl: string | null;
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
/** Microseconds of CPU in which the compiler sees the requests of a scenario. */
const WARM_TIME = 1_500_000;
const FIRST = 20;
/** The requests whose calls are counted. */
const COUNTED = 20;
/** The most requests of a round, for operations that take microseconds. */
const MOST = 4_000;

/** Starts our function and the rivals. @param isConstant whether their rows come from memory; then only Apollo is compared */
export async function startWarm(
  { bundles, cloud, database, postgresUrl, rivals }: Bench,
  isConstant = false,
): Promise<ReadonlyMap<VariantName, Child>> {
  const endpoint = `http://127.0.0.1:${String(database.first)}`;
  const own = isConstant ? bundles.child('engine') : bundles.ours('graphql');
  const start = async (name: VariantName): Promise<Child> =>
    startChild({
      script: bundles.child('warm'),
      core: CORES.measured,
      env: {
        ...(name === 'ours' ? cloud.ours : cloud.rival),
        AWS_ENDPOINT_URL: endpoint,
        ...(isConstant && { CONSTANT: 'true' }),
        ...(name === 'postgraphile' && { NODE_PATH: RIVAL_PACKAGES, BENCH_POSTGRES: postgresUrl ?? '' }),
        BENCH_BUNDLE: name === 'ours' ? own : bundles.rival(name),
      },
    });
  const children = new Map<VariantName, Child>();
  for (const name of ['ours', ...(isConstant && rivals.length > 0 ? [REFERENCE] : rivals)] as const)
    children.set(name, await start(name));
  return children;
}

/** Records what a scenario asks the database, and compares the answers of all variants. */
export async function recorded(
  { cloud, database }: Bench,
  children: ReadonlyMap<VariantName, Child>,
  { operation, parallel, isLimited }: Scenario,
): Promise<Ask> {
  const token = isLimited ? cloud.tokens.limited : cloud.tokens.plain;
  const ask: Ask = { operation, parallel, requests: parallel, token };
  await database.ask({ isRecording: true, delay: 0 });
  let ours = '';
  for (const [name, child] of children) {
    await child.ask<Measured>(ask);
    const { body } = await child.ask<Measured>(ask);
    if (name === 'ours') ours = body;
    else sameBody(name, body, ours);
  }
  return ask;
}

/** Lets the compiler of a process see the requests of a scenario. Returns how many fit into a round, and their calls. */
export async function warmed({ database, roundTime }: Bench, child: Child, ask: Ask, delay: number) {
  await database.ask({ isRecording: false, delay: 0 });
  let cpu = 0;
  for (let spent = 0; spent < Math.min(WARM_TIME, 6_000 * roundTime);) {
    const requests = cpu > 0 ? Math.min(MOST, Math.ceil(250_000 / cpu)) : FIRST;
    ({ cpu } = await child.ask<Measured>({ ...ask, requests }));
    spent += cpu * requests;
  }
  await database.ask({ isRecording: false, delay });
  await child.ask<Measured>({ ...ask, requests: COUNTED });
  const { calls, bytesOut } = await database.ask<Counts>({ isRecording: false, delay });
  const counted = Math.ceil(COUNTED / ask.parallel) * ask.parallel;
  const requests = Math.min(MOST, Math.max(ask.parallel, 5, Math.ceil((1_000 * roundTime) / cpu)));
  return { requests, calls: calls / counted, bytes: bytesOut / counted };
}

/** Measures a scenario for all variants, in turns and in a random order. */
export async function measureWarm(
  bench: Bench,
  children: ReadonlyMap<VariantName, Child>,
  scenario: Scenario,
  delay: number,
): Promise<ReadonlyMap<VariantName, Rounds>> {
  const asked = new Map([...children].filter(([name]) => name !== 'postgraphile' || isSql(scenario, delay)));
  const ask = await recorded(bench, asked, scenario);
  const variants = [];
  for (const [name, child] of asked) {
    const rounds = { cpu: [] as number[], time: [] as number[], ...(await warmed(bench, child, ask, delay)) };
    variants.push({ name, child, rounds });
  }
  for (let round = 0; round < bench.rounds; round += 1)
    for (const { child, rounds } of shuffled(variants, bench.random)) {
      const { cpu, time } = await child.ask<Measured>({ ...ask, requests: rounds.requests });
      rounds.cpu.push(cpu);
      rounds.time.push(time);
    }
  return new Map(variants.map(({ name, rounds }) => [name, rounds]));
}

/** Whether a rival that asks PostgreSQL can answer: it has the rows of one tenant, only reads, and nothing delays its database. */
function isSql({ operation, isLimited, isConstant }: Scenario, delay: number): boolean {
  return (
    !isLimited && !isConstant && delay === 0 && /^\{ (getTask|listTasks)\((?!.*filter)/.test(operation.query)
  );
}

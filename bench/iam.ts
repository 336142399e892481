import { performance } from 'node:perf_hooks';

import type { Send } from '../src/store/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';

/** The pairs of rounds, with and without the judge. Pairs that warm up do not count. */
const PAIRS = 15;
const WARM_UP = 3;
const REQUESTS = 300;
/** The requests in flight at a time. */
const LANES = 8;

const QUERY = 'query Read { getProject(id: "acme-rocket") { id name } }';

interface Figures {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
}

/**
 * Prints the cost of judging each DynamoDB call by IAM on the laptop: one read by the whole handler, with and without.
 */
async function main(): Promise<void> {
  let direct: Send | null = null;
  const api = await openTestApi({
    through: (guarded) => (command, options) => (direct ?? guarded)(command, options),
  });
  try {
    const token = await api.token('alice');
    const rounds = { with: [] as Figures[], without: [] as Figures[] };
    for (let pair = 0; pair < PAIRS; pair += 1)
      for (const way of ['with', 'without'] as const) {
        direct = way === 'with' ? null : api.direct;
        const figures = await round(api, token);
        if (pair >= WARM_UP) rounds[way].push(figures);
      }
    const [guarded, plain] = [medianOf(rounds.with), medianOf(rounds.without)];
    process.stdout.write(
      `with the guard     ${inWords(guarded)}\n` +
        `without the guard  ${inWords(plain)}\n` +
        `ratio              ${(guarded.perSecond / plain.perSecond).toFixed(2)} of the requests, ` +
        `${(guarded.p50 / plain.p50).toFixed(2)} of the time\n`,
    );
  } finally {
    await api.close();
  }
}

async function round(api: TestApi, token: string): Promise<Figures> {
  const times: number[] = [];
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (let n = 0; n < REQUESTS / LANES; n += 1) {
      const asked = performance.now();
      const { data } = await api.askAs(token, QUERY);
      if (!data?.['getProject']) throw new Error('The read failed.');
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const perSecond = (times.length / (performance.now() - started)) * 1000;
  return { perSecond, p50: middle(times) };
}

function medianOf(rounds: readonly Figures[]): Figures {
  return {
    perSecond: middle(rounds.map(({ perSecond }) => perSecond)),
    p50: middle(rounds.map(({ p50 }) => p50)),
  };
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function inWords({ perSecond, p50 }: Figures): string {
  return `${perSecond.toFixed(0)} requests/s, p50 ${p50.toFixed(2)} ms`;
}

void main();

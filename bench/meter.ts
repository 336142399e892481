import { performance } from 'node:perf_hooks';

import type { Meter } from '../src/platform/index.ts';
import { openTestApi } from '../test/api.ts';

/** The pairs of rounds, with and without the meter. Pairs that warm up do not count. */
const PAIRS = 40;
const WARM_UP = 5;
const REQUESTS = 150;
/** The requests in flight at a time. */
const LANES = 8;
/** The most CPU time of a request with the meter, as a multiple of that without. */
const BUDGET = 1.05;

const QUERY = 'query List { listLabels(limit: 20) { items { id name } } }';

/**
 * Prints the requests per second of the handler with and without the meter. Fails if the meter costs over 5 % of CPU
 * time.
 */
async function main(): Promise<void> {
  const api = await openTestApi({ now: () => Date.now() });
  const { meter } = api.platform;
  const counting = { ...meter };
  // The same handler each time: without a meter it neither records nor flushes.
  const set = (on: boolean): void => {
    const none: Pick<Meter, 'record' | 'alongside'> = {
      record: () => undefined,
      alongside: (request) => request(),
    };
    Object.assign(meter, on ? counting : none);
  };
  try {
    const token = await api.token('alice');
    const body = JSON.stringify({ query: QUERY });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const pairs: { readonly on: Measured; readonly off: Measured }[] = [];
    for (let pair = 0; pair < WARM_UP + PAIRS; pair += 1) {
      // The order alternates, so that neither gains by the load of the machine.
      const measured = new Map<boolean, Measured>();
      for (const on of pair % 2 === 0 ? [true, false] : [false, true]) {
        set(on);
        measured.set(on, await measure(() => api.handle({ headers, body })));
      }
      const [on, off] = [measured.get(true), measured.get(false)];
      if (on && off && pair >= WARM_UP) pairs.push({ on, off });
    }
    const rate = (kind: 'on' | 'off'): string => median(pairs.map((pair) => pair[kind].perSecond)).toFixed(0);
    const ratioOf = (what: keyof Measured): number =>
      median(pairs.map(({ on, off }) => on[what] / off[what]));
    const cpu = ratioOf('cpu');
    process.stdout.write(
      `with the meter ${rate('on')} requests/s, without ${rate('off')} requests/s, ` +
        `ratio ${ratioOf('perSecond').toFixed(3)}; CPU time of a request, ratio ${cpu.toFixed(3)}, budget ${BUDGET} ` +
        `(medians of ${PAIRS} pairs of rounds of ${REQUESTS})\n`,
    );
    if (cpu > BUDGET) process.exitCode = 1;
  } finally {
    await api.close();
  }
}

interface Measured {
  readonly perSecond: number;
  /** Milliseconds of this process for each request, which other processes of the machine hardly change. */
  readonly cpu: number;
}

async function measure(ask: () => Promise<unknown>): Promise<Measured> {
  let left = REQUESTS;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  const [started, before] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: LANES }, lane));
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: REQUESTS / ((performance.now() - started) / 1000),
    cpu: (user + system) / 1000 / REQUESTS,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

void main();

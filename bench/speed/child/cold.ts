import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { ColdMeasured } from '../protocol.ts';

type Handler = (event: unknown, context: object) => Promise<unknown>;

const { BENCH_BUNDLE = '', BENCH_EVENT = '' } = process.env;
const load = createRequire(__filename);
const context = { getRemainingTimeInMillis: () => 29_000, awsRequestId: 'bench', functionName: 'bench' };
const event = JSON.parse(readFileSync(BENCH_EVENT, 'utf8')) as unknown;

/** Loads a function and calls it once, as the first request of an environment does. */
async function start(): Promise<ColdMeasured> {
  const before = process.cpuUsage();
  const begin = process.hrtime.bigint();
  const since = (): number => Number(process.hrtime.bigint() - begin) / 1_000;
  const { handler } = load(BENCH_BUNDLE) as { readonly handler: Handler };
  const init = since();
  const answer = event === null ? null : await handler(event, context);
  const time = since();
  const { user, system } = process.cpuUsage(before);
  return { time, cpu: user + system, init, answer };
}

void start().then((measured) => {
  process.send?.(measured, () => process.exit());
});

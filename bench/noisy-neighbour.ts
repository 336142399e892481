import { openTestApi, type TestApi } from '../test/api.ts';
import { enterprise } from '../test/platform/plans-for-tests.ts';

/**
 * Measures tenant B's p95 alone, and while tenant A sends ten times its budget, by the real handler on the emulator.
 * Fails if the second is more than twice the first. Also prints what the limits cost: calls for each request, and time.
 */
const MOST = 2;
const SECONDS = 8;
const ROUNDS = 3;
const A_RATE = 3;
/** Requests a second. */
const LOUD = 10 * A_RATE;
const QUIET = 8;
const LIST = '{ listTasks(limit: 20) { items { id title assignee { name } } } }';

interface Sent {
  readonly ms: number;
  readonly status: number;
}

async function main(): Promise<void> {
  const limits = { requestsPerSecond: A_RATE, costPerSecond: 1000, burstSeconds: 1 };
  const api = await openTestApi({ limits: true, plans: enterprise(limits) });
  try {
    // B stays well below its limits.
    const room = { requestsPerSecond: 10 * QUIET, costPerSecond: 100_000 };
    await api.register.changeTenant('globex', { overrides: { limits: room, features: {} } });
    await load(api, 'carol', QUIET, 2);
    const alone: Sent[] = [];
    const beside: Sent[] = [];
    const loud: Sent[] = [];
    let calls = 0;
    // In turns, so that the load of the machine falls on both.
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(...(await load(api, 'carol', QUIET, SECONDS)));
      const before = api.limitCalls.length;
      const both = [load(api, 'alice', LOUD, SECONDS), load(api, 'carol', QUIET, SECONDS)] as const;
      loud.push(...(await both[0]));
      beside.push(...(await both[1]));
      calls += api.limitCalls.length - before;
    }
    const refused = loud.filter(({ status }) => status === 429).length;
    const ratio = p95(beside) / p95(alone);
    print(`B alone:        p95 ${p95(alone).toFixed(1)} ms of ${alone.length} requests`);
    print(`B with A:       p95 ${p95(beside).toFixed(1)} ms, ratio ${ratio.toFixed(2)} (at most ${MOST})`);
    print(`B refused:      ${beside.filter(({ status }) => status !== 200).length}`);
    print(`A sent ${loud.length} (${LOUD} a second, its plan has ${A_RATE}): ${refused} refused`);
    print(
      `calls of the limits: ${(calls / (loud.length + beside.length)).toFixed(3)} a request, A and B together`,
    );
    if (ratio > MOST) process.exitCode = 1;
  } finally {
    await api.close();
  }
  await price();
}

/** Prints the requests a second of one client, with limits that do not bind and without limits. */
async function price(): Promise<void> {
  const wide = enterprise({ requestsPerSecond: 1e6, costPerSecond: 1e8, burstSeconds: 2 });
  const limited = await openTestApi({ limits: true, plans: wide });
  const free = await openTestApi({ plans: enterprise({}) });
  const best = { limited: 0, free: 0 };
  try {
    for (let round = 0; round < 5; round += 1) {
      best.free = Math.max(best.free, await throughput(free));
      best.limited = Math.max(best.limited, await throughput(limited));
    }
    const calls = limited.limitCalls.length / (5 * TURNS);
    print(
      `one client, best of 5: ${best.free.toFixed(0)} requests/s without limits, ${best.limited.toFixed(0)} with`,
    );
    print(`calls of the limits: ${calls.toFixed(3)} a request`);
  } finally {
    await limited.close();
    await free.close();
  }
}

const TURNS = 300;

async function throughput(api: TestApi): Promise<number> {
  const credential = await api.token('alice');
  const started = performance.now();
  for (let turn = 0; turn < TURNS; turn += 1) await api.askAs(credential, LIST);
  return (1000 * TURNS) / (performance.now() - started);
}

/** Sends requests at a steady rate, also if answers are late. */
async function load(api: TestApi, user: string, perSecond: number, seconds: number): Promise<Sent[]> {
  const credential = await api.token(user);
  const under: Promise<Sent>[] = [];
  const started = performance.now();
  const total = perSecond * seconds;
  while (under.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) * perSecond) / 1000) + 1);
    while (under.length < due) under.push(send(api, credential));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return Promise.all(under);
}

async function send(api: TestApi, credential: string): Promise<Sent> {
  const started = performance.now();
  const { status } = await api.askAs(credential, LIST);
  return { ms: performance.now() - started, status };
}

function p95(sent: readonly Sent[]): number {
  const times = sent.map(({ ms }) => ms).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();

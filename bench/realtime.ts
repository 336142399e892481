import { parseArgs } from 'node:util';

import { openScene, type Delivered, type Scene, type Side } from './realtime/scene.ts';

/** The subscribers, with the events of a round and the groups that they are. */
const SIZES = [
  { subscribers: 1, events: 20, groups: 1 },
  { subscribers: 100, events: 6, groups: 2 },
  { subscribers: 1_000, events: 2, groups: 2 },
] as const;
const SIDES: readonly Side[] = ['ours', 'rival'];

interface Figures {
  readonly executions: number;
  readonly calls: number;
  readonly cpu: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Prints what it takes to deliver an event to 1, 100 and 1,000 clients of graphql-ws, next to a publisher that a developer would
 * write by hand with the SDK. Both post to the same gateway in turns, so that the load of the machine falls on both. Fails if
 * the executions of ours are not the number of groups.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds needs a whole number of 1 or more.');
  const scene = await openScene();
  try {
    for (const size of SIZES) await measure(scene, size, rounds);
  } finally {
    await scene.close();
  }
}

async function measure(
  scene: Scene,
  { subscribers, events, groups }: (typeof SIZES)[number],
  count: number,
): Promise<void> {
  await scene.connect(subscribers);
  const rounds = { ours: [] as Figures[], rival: [] as Figures[] };
  // The first round warms up.
  for (let round = 0; round <= count; round += 1)
    for (const side of SIDES) {
      const delivered: Delivered[] = [];
      for (let event = 0; event < events; event += 1) delivered.push(await scene.deliver(side));
      if (round > 0) rounds[side].push(figuresOf(delivered, subscribers));
    }
  print(
    `\n${subscribers} ${subscribers === 1 ? 'subscriber' : 'subscribers'}, ${count} rounds of ${events} events`,
  );
  print(`${''.padEnd(26)}${'ours'.padEnd(28)}${'by hand'.padEnd(28)}by hand / ours`);
  const line = (what: string, key: keyof Figures, digits = 0): void => {
    const [ours, rival] = SIDES.map((side) => rounds[side].map((figures) => figures[key]));
    if (!ours || !rival) return;
    const ratios = ours.map((value, at) => (rival[at] ?? 0) / value);
    print(
      `${what.padEnd(26)}${spread(ours, digits).padEnd(28)}${spread(rival, digits).padEnd(28)}${spread(ratios, 2)}`,
    );
  };
  line('executions an event', 'executions');
  line('database calls an event', 'calls', 1);
  line('CPU ms, 1,000 deliveries', 'cpu');
  line('deliveries a second', 'perSecond');
  line('p50 ms, write to client', 'p50', 1);
  line('p99 ms, write to client', 'p99', 1);
  if (rounds.ours.every(({ executions }) => executions === groups)) return;
  process.stderr.write(`Not each event took ${groups} executions.\n`);
  process.exitCode = 1;
}

function figuresOf(delivered: readonly Delivered[], subscribers: number): Figures {
  const sum = (key: 'executions' | 'calls' | 'cpu' | 'took'): number =>
    delivered.reduce((total, one) => total + one[key], 0);
  const deliveries = delivered.length * subscribers;
  const latencies = delivered.flatMap((one) => one.latencies).sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    executions: sum('executions') / delivered.length,
    calls: sum('calls') / delivered.length,
    cpu: (sum('cpu') / deliveries) * 1_000,
    perSecond: (deliveries / sum('took')) * 1_000,
    p50: at(0.5),
    p99: at(0.99),
  };
}

/** Returns the median with the least and the most: `12 (10–15)`. */
function spread(numbers: readonly number[], digits: number): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const text = (at: number): string => (sorted[at] ?? 0).toFixed(digits);
  const [least, middle, most] = [text(0), text(Math.floor(sorted.length / 2)), text(sorted.length - 1)];
  return least === most ? middle : `${middle} (${least}–${most})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();

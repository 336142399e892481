import { join } from 'node:path';

import { profiledScenario } from './speed/options.ts';
import { openBench } from './speed/open-bench.ts';
import { recorded, startWarm, warmed } from './speed/measure-warm.ts';
import type { Measured } from './speed/protocol.ts';
import { readProfile, type Part } from './speed/read-profile.ts';

/** The least share that is printed, and the most functions. */
const LEAST = 0.005;
const FUNCTIONS = 25;
const CALLS = 60;
/** Milliseconds of CPU that the profile sees. */
const PROFILED = 3_000;

/** Prints where our CPU of a warm scenario goes: by package and room, by function, and by function with all that it calls. */
async function main(): Promise<void> {
  const scenario = profiledScenario(process.argv[2]);
  const bench = await openBench({ rivals: [], rounds: 1, roundTime: PROFILED, seed: 1 });
  const children = await startWarm(bench);
  try {
    const ask = await recorded(bench, children, scenario);
    const [child] = children.values();
    if (!child) throw new Error('Our function did not start.');
    const { requests } = await warmed(bench, child, ask, 0);
    const profile = join(bench.folder, 'profile.json');
    const { cpu } = await child.ask<Measured>({ ...ask, requests, profile });
    const { parts, functions, calls } = readProfile(profile, (file) => bench.bundles.mapOf('graphql', file));
    process.stdout.write(`${cpu.toFixed(0)} µs of CPU a request, with the profiler\n\n`);
    print(parts.filter(({ share }) => share >= LEAST));
    process.stdout.write('\n');
    print(functions.slice(0, FUNCTIONS));
    process.stdout.write('\nwith all that they call:\n');
    print(calls.slice(0, CALLS));
  } finally {
    await Promise.all([...children.values()].map((child) => child.stop()));
    await bench.close();
  }
}

function print(parts: readonly Part[]): void {
  for (const { name, share } of parts)
    process.stdout.write(`${(100 * share).toFixed(1).padStart(6)} %  ${name}\n`);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

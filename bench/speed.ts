import { benchmark } from './speed/benchmark.ts';
import { readOptions, USAGE } from './speed/options.ts';

/** Measures scenarios side by side with rivals, and prints a table of ratios. `--help` lists the options. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  await benchmark(readOptions(process.argv.slice(2)));
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

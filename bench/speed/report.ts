import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { REFERENCE } from './bundles.ts';
import type { Rounds } from './measure-warm.ts';
import type { Options } from './options.ts';
import { ratioOf, summaryOf } from './statistics.ts';

type Place = Options & { readonly node: string; readonly isPinned: boolean };

interface Row {
  readonly scenario: string;
  readonly variant: string;
  readonly cpu: object;
  readonly time: object;
  readonly cpuRatio: object;
  readonly timeRatio: object;
  readonly calls: number;
  readonly bytes: number;
}

/** A table on the terminal and a file next to it. */
export interface Report {
  add(scenario: string, rounds: ReadonlyMap<string, Rounds>): void;
  /** Writes the file. */
  write(): void;
}

/** Prints the head of the table at once, and each scenario when it is added. */
export function openReport(place: Place): Report {
  const { node, isPinned, rounds, seed, json } = place;
  const rows: Row[] = [];
  const file =
    json ?? join(tmpdir(), `tenantql-bench-${new Date().toISOString().replaceAll(/\W/g, '')}.json`);
  print(
    `Node ${node}, ${availableParallelism()} cores, ${isPinned ? 'pinned' : 'not pinned'}, ${rounds} rounds, seed ${seed}`,
  );
  print(
    `CPU and time of a request in ms (p25), and their ratios to ${REFERENCE}: p25, then median and spread of the rounds`,
  );
  print(
    `${'scenario'.padEnd(26)}${'variant'.padEnd(20)}${'CPU'.padStart(8)}  ${'× CPU'.padEnd(26)}${'time'.padStart(8)}  ${'× time'.padEnd(26)}${'calls'.padStart(7)}${'bytes'.padStart(9)}`,
  );
  return {
    add(scenario, measured) {
      const reference = measured.get(REFERENCE);
      for (const [variant, { cpu, time, calls, bytes }] of measured) {
        const [cpuRatio, timeRatio] = [
          ratioOf(cpu, reference?.cpu ?? cpu),
          ratioOf(time, reference?.time ?? time),
        ];
        rows.push({
          scenario,
          variant,
          cpu: summaryOf(cpu),
          time: summaryOf(time),
          cpuRatio,
          timeRatio,
          calls,
          bytes,
        });
        print(
          scenario.padEnd(26) +
            variant.padEnd(20) +
            inMs(summaryOf(cpu).p25) +
            `  ${printed(cpuRatio)}` +
            inMs(summaryOf(time).p25) +
            `  ${printed(timeRatio)}` +
            calls.toFixed(1).padStart(7) +
            bytes.toFixed(0).padStart(9),
        );
      }
    },
    write() {
      writeFileSync(file, JSON.stringify({ node, isPinned, rounds, seed, rows }, null, 2));
      print(`results: ${file}`);
    },
  };
}

function printed({ p25, median, min, max }: ReturnType<typeof ratioOf>): string {
  return `${p25.toFixed(2)}, ${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`.padEnd(26);
}

function inMs(microseconds: number): string {
  return (microseconds / 1_000).toFixed(2).padStart(8);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

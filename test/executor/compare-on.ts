import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Comparison {
  readonly executions: number;
  readonly differing: unknown;
}

/** Compares plans with graphql-js on the random schemas of some seeds, in a process of its own. */
export async function compareOn(seed: number, schemas: number): Promise<Comparison> {
  const child = fork(join(__dirname, 'same-as-execute.ts'), [String(seed), String(schemas)], {
    execArgv: ['--import', 'tsx'],
  });
  const [compared] = (await once(child, 'message')) as [Comparison];
  return compared;
}

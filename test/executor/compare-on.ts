import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Comparison {
  readonly executions: number;
  readonly differing: unknown;
}

/**
 * Compares plans with graphql-js on the random schemas of some seeds, in a process of its own.
 * @param kind whether values come in promises, or relations are read for many objects at once
 */
export async function compareOn(
  kind: 'promises' | 'relations',
  seed: number,
  schemas: number,
): Promise<Comparison> {
  const child = fork(join(__dirname, 'same-as-execute.ts'), [kind, String(seed), String(schemas)], {
    execArgv: ['--import', 'tsx'],
  });
  const [compared] = (await once(child, 'message')) as [Comparison];
  return compared;
}

import { spawnSync } from 'node:child_process';

import type { Account } from './account.ts';

/** Returns true if the AWS CLI is installed. */
export function hasCli(): boolean {
  return spawnSync('aws', ['--version']).status === 0;
}

/** Runs the AWS CLI in the region of the account. Returns its answer, or null if AWS refuses or finds nothing. */
export function ask({ region }: Account, args: readonly string[]): Record<string, unknown> | null {
  const { status, stdout } = spawnSync('aws', [...args, '--region', region, '--output', 'json'], {
    encoding: 'utf8',
  });
  if (status !== 0) return null;
  return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
}

import { spawnSync } from 'node:child_process';

import { askAws, AwsRefusal } from '../../src/cli/aws-cli.ts';
import type { Account } from './account.ts';

/** Returns true if the AWS CLI is installed. */
export function hasCli(): boolean {
  return spawnSync('aws', ['--version']).status === 0;
}

/** Runs the AWS CLI in the region of the account. Returns its answer, or null if AWS refuses or finds nothing. */
export async function ask(
  { region }: Account,
  args: readonly string[],
): Promise<Record<string, unknown> | null> {
  try {
    return await askAws(region, args);
  } catch (error) {
    if (error instanceof AwsRefusal) return null;
    throw error;
  }
}

import { readFileSync, statSync } from 'node:fs';

import { readPlans } from '../platform/index.ts';

import { UsageError } from './usage-error.ts';

/** Reads the plans of the tenants. @throws {UsageError} if there is no such file */
export function readPlansFile(file: string): ReturnType<typeof readPlans> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`There are no plans at "${file}": write a JSON file with at least one plan.`);
  return readPlans(readFileSync(file, 'utf8'));
}

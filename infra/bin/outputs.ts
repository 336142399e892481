import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { INFRA } from './command.ts';

/** The folder of what the CDK writes, from that of the infrastructure. */
const FOLDER = 'cdk.out';
/** The file to which the CDK writes the outputs of one deployment, in place of all earlier ones. */
export const LATEST = join(FOLDER, 'latest.json');

/**
 * Moves the outputs of the latest deployment into the file of all stages that were deployed from here, which the other
 * commands read: `cdk.out/outputs.json`.
 */
export function keepOutputs(folder = INFRA): void {
  const latest = join(folder, LATEST);
  const all = join(folder, FOLDER, 'outputs.json');
  if (!existsSync(latest)) return;
  const read = (file: string): object =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  writeFileSync(all, `${JSON.stringify({ ...read(all), ...read(latest) }, null, 2)}\n`);
  rmSync(latest);
}

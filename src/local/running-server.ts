import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { UsageError } from './usage-error.ts';

/** Notes in the data directory where its server listens, so that the other commands find it. */
export function noteServer(data: string, url: string): void {
  writeFileSync(join(data, FILE), JSON.stringify({ url }));
}

export function forgetServer(data: string): void {
  rmSync(join(data, FILE), { force: true });
}

/** Where the server of a data directory listens. @throws {UsageError} when none was started there */
export function findServer(data: string): string {
  try {
    return (JSON.parse(readFileSync(join(data, FILE), 'utf8')) as { url: string }).url;
  } catch {
    throw new UsageError(`No server runs on the data directory "${data}": start it with npm start.`);
  }
}

const FILE = 'server.json';

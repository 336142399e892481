import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { UsageError } from '../../app/index.ts';

/** Where the parts of a server listen. */
export interface RunningServer {
  readonly url: string;
  /** Its DynamoDB. */
  readonly dynamoDb: string;
}

/** Notes in the data directory where its server listens, so that the other commands find it. */
export function recordServer(data: string, note: RunningServer): void {
  writeFileSync(join(data, FILE), JSON.stringify(note));
}

export function forgetServer(data: string): void {
  rmSync(join(data, FILE), { force: true });
}

/** Where the server of a data directory listens. @throws {UsageError} when none was started there */
export function findServer(data: string): string {
  const note = readNote(data);
  if (note) return note.url;
  throw new UsageError(`No server runs on the data directory "${data}": start it with npm start.`);
}

/** The DynamoDB of the server of a data directory, or null when none answers. */
export async function findDynamoDb(data: string): Promise<string | null> {
  const note = readNote(data);
  if (!note) return null;
  try {
    // A server that was killed leaves its note behind.
    await (await fetch(`${note.url}/config.json`)).body?.cancel();
    return note.dynamoDb;
  } catch {
    return null;
  }
}

function readNote(data: string): RunningServer | null {
  try {
    return JSON.parse(readFileSync(join(data, FILE), 'utf8')) as RunningServer;
  } catch {
    return null;
  }
}

const FILE = 'server.json';

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { UsageError } from '../../app/index.ts';

/** The addresses of a running server. */
export interface RunningServer {
  readonly url: string;
  /** The URL of its DynamoDB. */
  readonly dynamoDb: string;
}

/** Records the server's addresses in the data directory, so that other commands find it. */
export function recordServer(data: string, note: RunningServer): void {
  writeFileSync(join(data, FILE), JSON.stringify(note));
}

export function forgetServer(data: string): void {
  rmSync(join(data, FILE), { force: true });
}

/**
 * Returns the URL of the server of a data directory.
 * @throws {UsageError} if no server was started there
 */
export function findServer(data: string): string {
  const note = readNote(data);
  if (note) return note.url;
  throw new UsageError(`No server runs on the data directory "${data}": start it with npm start.`);
}

/** Returns the URL of the server's DynamoDB, or null if none answers. */
export async function findDynamoDb(data: string): Promise<string | null> {
  const note = readNote(data);
  if (!note) return null;
  try {
    // The record of a killed server is still in the directory.
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

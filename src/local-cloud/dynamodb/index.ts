import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chooseDynamoDb, thisMachine } from './choose-dynamodb.ts';
import { takeDataLock } from './data-lock.ts';
import { isEmulator, startEmulator } from './emulator-process.ts';
import type { EmulatorMark } from './emulator-process.ts';

export { namingFullDisk } from './full-disk.ts';
export { openStreams, type StreamedTable, type Streams, type StreamsOptions } from './streams.ts';

export interface DynamoDbOptions {
  /** The file for the tables, in a directory of its own. Null keeps them in memory. */
  readonly dbPath: string | null;
  /** Starts with an empty database file. */
  readonly reset?: boolean;
  /**
   * Environment: `DYNAMODB_ENDPOINT` names a running DynamoDB; `DYNAMODB_LOCAL` is the folder of DynamoDB
   * Local.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A DynamoDB on this computer. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Resolves with a message if the built-in emulator ends without `stop`. */
  readonly died: Promise<Error>;
  /** Stops the emulator, waits until it has ended and releases the data. */
  stop(): Promise<void>;
}

/**
 * Opens the DynamoDB that `chooseDynamoDb` chooses, with an emulator on a free loopback port.
 * @throws {Error} with a solution, if the endpoint does not answer, no emulator fits this computer, or the
 * data is in use
 */
export async function openDynamoDb({ dbPath, env, reset = false }: DynamoDbOptions): Promise<LocalDynamoDb> {
  const choice = chooseDynamoDb(thisMachine(env));
  if (choice.is === 'endpoint') return useEndpoint(choice.endpoint);
  const { command } = choice;
  if (dbPath === null) return startEmulator(command, null);

  const file = resolve(dbPath);
  const lock = await takeDataLock(file);
  try {
    if (lock.leftover) await stopLeftover(lock.leftover);
    if (reset) removeTables(file);
    const emulator = await startEmulator(command, file, lock.noteEmulator);
    const stop = async (): Promise<void> => {
      await emulator.stop();
      lock.release();
    };
    let stopping: Promise<void> | undefined;
    return { endpoint: emulator.endpoint, died: emulator.died, stop: () => (stopping ??= stop()) };
  } catch (problem) {
    lock.release();
    throw problem;
  }
}

/** Empties the folder of the tables except for the lock. Each emulator names its files differently. */
function removeTables(file: string): void {
  const folder = dirname(file);
  const tables = readdirSync(folder).filter((name) => !name.startsWith(`${basename(file)}.lock`));
  for (const name of tables) rmSync(join(folder, name), { recursive: true, force: true });
}

async function useEndpoint(endpoint: string): Promise<LocalDynamoDb> {
  try {
    // Any answer is enough: DynamoDB Local refuses an unsigned request with 400.
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(3_000), redirect: 'manual' });
    await response.body?.cancel();
  } catch {
    throw new Error(
      `DYNAMODB_ENDPOINT is "${endpoint}", but nothing answers there: start DynamoDB Local, ` +
        'or unset DYNAMODB_ENDPOINT to use the built-in emulator.',
    );
  }
  return { endpoint, died: new Promise(() => undefined), stop: () => Promise.resolve() };
}

/**
 * Stops the emulator of a process that was killed. First checks that it is one: another process may have got
 * its id.
 */
async function stopLeftover(leftover: EmulatorMark): Promise<void> {
  if (!(await isEmulator(leftover))) return;
  process.kill(leftover.pid, 'SIGTERM');
  const deadline = Date.now() + 5_000;
  while (await isEmulator(leftover)) {
    if (Date.now() > deadline)
      throw new Error(`The DynamoDB emulator in process ${leftover.pid} does not end: stop it.`);
    await pause(10);
  }
}

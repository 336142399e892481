import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chooseDynamoDb, thisMachine } from './choose-dynamodb.ts';
import { takeDataLock } from './data-lock.ts';
import { isEmulator, startEmulator } from './emulator-process.ts';
import type { EmulatorMark } from './emulator-process.ts';

export interface DynamoDbOptions {
  /** The file for the tables, in a directory of its own; null keeps them in memory. */
  readonly dbPath: string | null;
  /** Begins with an empty database file. */
  readonly reset?: boolean;
  /** `DYNAMODB_ENDPOINT` in it names a DynamoDB that runs; `DYNAMODB_LOCAL` is the folder of DynamoDB Local. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A DynamoDB on this machine. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Resolves, with a sentence, when the built-in emulator ends without having been told to. */
  readonly died: Promise<Error>;
  /** Ends the emulator, waits until it is gone and gives the data free. */
  stop(): Promise<void>;
}

/**
 * Opens a DynamoDB on this machine: the one that `chooseDynamoDb` chooses, an emulator on a free port of the loopback.
 * @throws {Error} with a way out: nothing answers, no emulator for this machine, data in use
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

/** Empties the folder of the tables, but for the lock: each emulator names its files in its own way. */
function removeTables(file: string): void {
  const folder = dirname(file);
  const tables = readdirSync(folder).filter((name) => !name.startsWith(`${basename(file)}.lock`));
  for (const name of tables) rmSync(join(folder, name), { recursive: true, force: true });
}

async function useEndpoint(endpoint: string): Promise<LocalDynamoDb> {
  try {
    // Any answer will do: DynamoDB Local refuses an unsigned request with 400.
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
 * Ends the emulator of an owner that was killed before it could, after making sure that it is one:
 * a process that merely got its id is left alone.
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

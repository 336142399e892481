import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { takeDataLock } from './data-lock.ts';
import type { DataLock } from './data-lock.ts';
import { emulatorBinary } from './emulator-binary.ts';
import { startEmulator } from './emulator-process.ts';
import { servesDatabase } from './processes.ts';

export interface DynamoDbOptions {
  /** The file for the tables, in a directory of its own; null keeps them in memory. */
  readonly dbPath: string | null;
  /** Begins with an empty database file. */
  readonly reset?: boolean;
  /** `DYNAMODB_ENDPOINT` in it names a DynamoDB Local to use instead of the built-in emulator. */
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
 * Opens a DynamoDB on this machine: the one that `DYNAMODB_ENDPOINT` names, else the emulator of the optional
 * package `@dynoxide/<platform>-<arch>`, on a free port of the loopback.
 * Throws a sentence with the way out: nothing answers, no emulator for this machine, data in use.
 */
export async function openDynamoDb({ dbPath, env, reset = false }: DynamoDbOptions): Promise<LocalDynamoDb> {
  const given = env['DYNAMODB_ENDPOINT'];
  if (given) return useEndpoint(given);
  const binary = emulatorBinary();
  if (dbPath === null) return startEmulator(binary, null);

  const file = resolve(dbPath);
  const lock = takeDataLock(file);
  try {
    await stopLeftover(lock, file);
    if (reset) for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    const emulator = await startEmulator(binary, file, lock.noteEmulator);
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
async function stopLeftover({ leftoverPid }: DataLock, file: string): Promise<void> {
  if (leftoverPid === null || !servesDatabase(leftoverPid, file)) return;
  process.kill(leftoverPid, 'SIGTERM');
  const deadline = Date.now() + 5_000;
  while (servesDatabase(leftoverPid, file)) {
    if (Date.now() > deadline)
      throw new Error(`The DynamoDB emulator in process ${leftoverPid} does not end: stop it.`);
    await pause(10);
  }
}

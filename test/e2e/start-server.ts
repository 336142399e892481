import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cleanEnv } from './run.ts';

export interface ServerOptions {
  /** The data directory; one of its own, removed when the server ends, unless told. */
  readonly data?: string;
  /** More options of `npm start`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What `npm start` does, in a process of its own. */
export interface TestServer {
  readonly url: string;
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly readyMs: number;
  readonly data: string;
  readonly pid: number;
  /** The DynamoDB emulator's process; null where `DYNAMODB_ENDPOINT` names another DynamoDB. */
  readonly emulatorPid: number | null;
  readonly exited: Promise<Exit>;
  /** All of standard error so far. */
  errors(): string;
  /** All of standard output so far. */
  output(): string;
  /** Ends it as Ctrl+C does. */
  stop(): Promise<Exit>;
  /** Ends the server's process as a power cut does; its emulator is left to itself. */
  kill(): Promise<Exit>;
}

/**
 * Starts the server on a free port and waits for its line of JSON.
 * Whatever becomes of it, no process of its group outlives `stop`, or this process.
 */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'tenantql-e2e-'));
  const args = ['--port', '0', '--json', '--data', data, ...(options.args ?? [])];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/local/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnv(options.env ?? {}),
    // A group of its own, with the emulator in it, so that all of it can be ended at once.
    detached: true,
  });
  const pid = child.pid ?? 0;
  const endGroup = (): void => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  };
  process.once('exit', endGroup);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = exitOf(child);
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal);
    const exit = await exited;
    if (signal !== 'SIGKILL') {
      endGroup();
      process.off('exit', endGroup);
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    }
    return exit;
  };

  const ready = await Promise.race([firstLine(child), exited]);
  if (typeof ready !== 'string') {
    await end('SIGTERM');
    throw new Error(`The server ended with ${ready.code ?? ready.signal ?? 'nothing'}.\n${errors}`);
  }
  return {
    ...(JSON.parse(ready) as Pick<TestServer, 'url' | 'endpoint' | 'userPoolId' | 'clientId' | 'readyMs'>),
    data,
    pid,
    emulatorPid: emulatorOf(data),
    exited,
    errors: () => errors,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** True while a process with this id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

/** The server notes its emulator in the lock of the data, so that the next one can end it. */
function emulatorOf(data: string): number | null {
  if (process.env.DYNAMODB_ENDPOINT) return null;
  const lock = readFileSync(join(data, 'dynamodb', 'data.db.lock'), 'utf8');
  return (JSON.parse(lock) as { emulatorPid: number }).emulatorPid;
}

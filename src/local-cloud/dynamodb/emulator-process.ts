import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import type { EmulatorCommand } from './choose-dynamodb.ts';
import { isRunning } from './sign-of-life.ts';

/** The process of an emulator, and its loopback port. */
export interface EmulatorMark {
  readonly pid: number;
  readonly port: number;
}

/** A running emulator. */
export interface EmulatorProcess {
  readonly endpoint: string;
  /** Resolves with a message if the emulator ends without `stop`. */
  readonly died: Promise<Error>;
  /** Stops the emulator and waits until it has ended. A second call waits for the same end. */
  stop(): Promise<void>;
}

const stopWithinMs = 5_000;

/** Attempts to start. Another process may take the free port before the emulator binds it. */
const attempts = 3;

/**
 * Starts the emulator on a free loopback port and waits until it answers. `dbPath: null` keeps all data in
 * memory. `spawned` receives each process at once, before it is known to work.
 */
export async function startEmulator(
  { program, argumentsFor, readyWithinMs }: EmulatorCommand,
  dbPath: string | null,
  spawned: (emulator: EmulatorMark) => void = () => undefined,
): Promise<EmulatorProcess> {
  let last = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = await freePort();
    const child = spawn(program, argumentsFor(port, dbPath), { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = endOf(child);
    endWithUs(child, ended);
    if (child.pid !== undefined) spawned({ pid: child.pid, port });
    const outcome = await Promise.race([ended, ready(port, child, readyWithinMs)]);
    if (outcome === 'ready') return running(child, `http://127.0.0.1:${port}`, ended);
    child.kill('SIGKILL');
    last = outcome === 'silent' ? `It did not answer within ${readyWithinMs / 1000} s.` : outcome;
  }
  throw new Error(`The DynamoDB emulator did not start: ${last}`);
}

function running(child: ChildProcess, endpoint: string, ended: Promise<string>): EmulatorProcess {
  let stopping: Promise<void> | undefined;
  const died = new Promise<Error>((resolve) => {
    void ended.then((how) => {
      if (stopping === undefined) resolve(new Error(`The DynamoDB emulator ended on its own: ${how}`));
    });
  });
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(force);
  };
  return { endpoint, died, stop: () => (stopping ??= end()) };
}

/** Ends the emulator when this process ends. */
function endWithUs(child: ChildProcess, ended: Promise<string>): void {
  const kill = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
}

/** Resolves with a message when the process has ended or could not start. */
function endOf(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-1_000);
  });
  return new Promise((resolve) => {
    child.once('error', (problem) => {
      resolve(problem.message);
    });
    child.once('close', (code, signal) => {
      const complaint = words.replace(/^Dynoxide listening on .*$/m, '').trim();
      resolve([signal ?? `exit code ${code ?? 'unknown'}`, complaint].filter(Boolean).join('; '));
    });
  });
}

/** Polls the port until the emulator answers, with growing pauses. */
async function ready(port: number, child: ChildProcess, withinMs: number): Promise<'ready' | 'silent'> {
  const deadline = Date.now() + withinMs;
  for (let waitMs = 5; Date.now() < deadline && isUp(child); waitMs = Math.min(100, waitMs * 2)) {
    if (await speaksDynamoDb(port)) return 'ready';
    await pause(waitMs);
  }
  return 'silent';
}

/** Returns whether an emulator still runs: its process id is in use, and a DynamoDB answers on its port. */
export async function isEmulator({ pid, port }: EmulatorMark): Promise<boolean> {
  return isRunning(pid) && (await speaksDynamoDb(port));
}

/**
 * Returns whether a port answers as DynamoDB. The built-in emulator reports that it is healthy; DynamoDB
 * Local refuses the unsigned request with an error of AWS.
 */
async function speaksDynamoDb(port: number): Promise<boolean> {
  const words = await textAt(port).catch(() => '');
  return words.startsWith('healthy') || words.includes('"__type":"com.amazon');
}

/** Returns the text that a port answers within a second. Node's `fetch` would take a tenth of a second of CPU to load. */
async function textAt(port: number): Promise<string> {
  const request = get({ port, host: '127.0.0.1', agent: false, signal: AbortSignal.timeout(1_000) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return text(response);
}

function isUp(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

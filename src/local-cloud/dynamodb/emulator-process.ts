import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A running emulator. */
export interface EmulatorProcess {
  readonly endpoint: string;
  /** Resolves, with a sentence, when it ends without having been told to. */
  readonly died: Promise<Error>;
  /** Ends it and waits until it is gone; a second call waits for the same end. */
  stop(): Promise<void>;
}

const readyWithinMs = 15_000;
const stopWithinMs = 5_000;

/** Another process may take the free port before the emulator binds it: then it is tried again. */
const attempts = 3;

/**
 * Starts the emulator on a free port of the loopback and waits until it answers; `dbPath` null keeps all in memory.
 * `spawned` hears of each process at once, before it is known to work.
 */
export async function startEmulator(
  binary: string,
  dbPath: string | null,
  spawned: (pid: number) => void = () => undefined,
): Promise<EmulatorProcess> {
  let last = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = await freePort();
    const file = dbPath === null ? [] : ['--db-path', dbPath];
    const child = spawn(binary, ['--port', String(port), ...file], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = endOf(child);
    endWithUs(child, ended);
    if (child.pid !== undefined) spawned(child.pid);
    const endpoint = `http://127.0.0.1:${port}`;
    const outcome = await Promise.race([ended, ready(endpoint, child)]);
    if (outcome === 'ready') return running(child, endpoint, ended);
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

/** Ends it, at the latest, with this process. */
function endWithUs(child: ChildProcess, ended: Promise<string>): void {
  const kill = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
}

/** Resolves, with a sentence, when the process is gone or could not be started at all. */
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

/** Asks the port until the emulator says that it is healthy; waits a little longer each time. */
async function ready(endpoint: string, child: ChildProcess): Promise<'ready' | 'silent'> {
  const deadline = Date.now() + readyWithinMs;
  for (let waitMs = 5; Date.now() < deadline && isRunning(child); waitMs = Math.min(100, waitMs * 2)) {
    const words = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) })
      .then((response) => response.text())
      .catch(() => '');
    if (words.startsWith('healthy')) return 'ready';
    await pause(waitMs);
  }
  return 'silent';
}

function isRunning(child: ChildProcess): boolean {
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

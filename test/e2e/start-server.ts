import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spawnServer, type ServerProcess } from './spawn-server.ts';

export interface ServerOptions {
  /** The data directory; by default a temporary one, which `stop` removes. */
  readonly data?: string;
  /** More options of `npm start`. */
  readonly args?: readonly string[];
  /** Environment variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that is ready. */
export interface TestServer extends ServerProcess {
  readonly url: string;
  readonly endpoint: string;
  readonly socketUrl: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly operatorEndpoint: string;
  readonly operatorUserPoolId: string;
  readonly operatorClientId: string;
  readonly readyMs: number;
  readonly data: string;
}

/** Starts the server on a free port and waits until it is ready. @throws its errors if it does not start. */
export async function startServer({ data, args = [], env = {} }: ServerOptions = {}): Promise<TestServer> {
  const folder = data ?? temporaryFolder();
  const server = spawnServer(['--port', '0', '--json', '--data', folder, ...args], env);
  const stop: ServerProcess['stop'] = async () => {
    const exit = await server.stop();
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
    return exit;
  };
  try {
    const line = await server.prints(/\n/);
    const ready = JSON.parse(line) as Omit<TestServer, keyof ServerProcess | 'data'>;
    return { ...ready, ...server, data: folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tenantql-e2e-'));
}

/** Returns the process id of the emulator from the lock file of the data; null before the emulator starts. */
export function emulatorOf(data: string): number | null {
  const lock = readFileSync(join(data, 'dynamodb', 'data.db.lock'), 'utf8');
  return (JSON.parse(lock) as { emulator: { pid: number } | null }).emulator?.pid ?? null;
}

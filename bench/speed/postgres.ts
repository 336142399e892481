import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A PostgreSQL server for rivals. */
export interface Postgres {
  readonly url: string;
  close(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
/** The account of no one, as which the server runs when root calls: it refuses to run as root. */
const NO_ONE = 65_534;

const PROGRAMS = ['initdb', 'postgres', 'pg_isready'];

/** Returns the folder with the programs of PostgreSQL, or null if there are none. */
function programs(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((name) => join(DEBIAN, name, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...versions];
  return folders.find((folder) => PROGRAMS.every((name) => existsSync(join(folder, name)))) ?? null;
}

/** Whether a server is named by DATABASE_URL, or can be started. */
export function hasPostgres(): boolean {
  return process.env['DATABASE_URL'] !== undefined || programs() !== null;
}

/** Starts a server on a free port with a fresh data directory, unless DATABASE_URL names one. */
export async function openPostgres(): Promise<Postgres> {
  const { DATABASE_URL: url } = process.env;
  if (url !== undefined) return { url, close: () => Promise.resolve() };
  const folder = programs();
  if (folder === null) throw new Error('Install PostgreSQL, or name a server by DATABASE_URL.');
  const data = mkdtempSync(join(tmpdir(), 'tenantql-bench-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(data, NO_ONE, NO_ONE);
  const account = { cwd: tmpdir(), ...(isRoot && { uid: NO_ONE, gid: NO_ONE }) };
  const made = ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const { status, stderr } = spawnSync(join(folder, 'initdb'), made, account);
  if (status !== 0) throw new Error(`initdb failed: ${stderr.toString().slice(-500)}`);
  const port = await freePort();
  const settings = ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`];
  const server = spawn(join(folder, 'postgres'), ['-D', data, '-k', data, ...settings], {
    ...account,
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  const ready = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  while (spawnSync(join(folder, 'pg_isready'), ready).status !== 0) {
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error('PostgreSQL ended at its start.');
    await pause(50);
  }
  return {
    url: `postgres://owner@127.0.0.1:${port}/postgres`,
    async close() {
      server.kill('SIGINT');
      await ended;
      rmSync(data, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

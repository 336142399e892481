import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** A DynamoDB for the tests of one file. */
export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts an emulator in memory, or answers the one that `DYNAMODB_ENDPOINT` names. */
export async function startEmulator(): Promise<Emulator> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return { endpoint: given, stop: () => Promise.resolve() };
  const port = await freePort();
  const child = spawn(binary(), ['--port', String(port)], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  // Jest ends a worker without warning when its file is done: no emulator may outlive it.
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const failed = exited.then(() => Promise.reject(new Error('The DynamoDB emulator did not start.')));
  await Promise.race([listening(port), failed]);
  failed.catch(() => undefined);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  const require = createRequire(join(process.cwd(), 'package.json'));
  const file = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), file);
  } catch {
    throw new Error(`There is no package "${name}": set DYNAMODB_ENDPOINT to a DynamoDB Local.`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** Resolves when the port accepts a connection. The emulator has no other sign of being ready. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    } finally {
      socket.destroy();
    }
  }
}

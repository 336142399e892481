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

/** Runs the emulator until it ends or our end of the pipe closes, so that it never outlives a worker of Jest. */
const SCRIPT = 'exec 3<&0; "$1" --port "$2" & pid=$!; (read -r _ <&3; kill $pid) & wait $pid';

/** Starts an emulator in memory, or returns the one that `DYNAMODB_ENDPOINT` names. */
export async function startEmulator(): Promise<Emulator> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return { endpoint: given, stop: () => Promise.resolve() };
  const port = await freePort();
  const args = ['-c', SCRIPT, 'sh', binary(), String(port)];
  const child = spawn('sh', args, { stdio: ['pipe', 'ignore', 'ignore'] });
  const exited = once(child, 'exit');
  const failed = exited.then(() => Promise.reject(new Error('The DynamoDB emulator did not start.')));
  await Promise.race([listening(port), failed]);
  failed.catch(() => undefined);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      child.stdin.end();
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

/** Resolves when the port accepts a connection: the emulator gives no other sign that it is ready. */
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

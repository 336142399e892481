import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A process that no later one can be taken for: while it runs, a port of the loopback answers its token. */
export interface ProcessMark {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** The mark of this process, until it is closed or the process ends. */
export interface SignOfLife {
  readonly mark: ProcessMark;
  close(): void;
}

/** How long a process that accepted a connection may take to answer. */
const ANSWERS_WITHIN_MS = 3_000;

/**
 * Opens a port that answers a new token. The system closes the port with the process, however it ends, on every
 * platform; a process id alone may belong to another process by then.
 */
export async function openSignOfLife(): Promise<SignOfLife> {
  const token = randomUUID();
  const server = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end(token),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { mark: { pid: process.pid, port, token }, close: () => server.close() };
}

/**
 * Returns whether a marked process still runs. A process that accepts the connection but stays silent may be
 * suspended: it counts as running.
 */
export async function isAlive(
  { pid, port, token }: ProcessMark,
  withinMs: number = ANSWERS_WITHIN_MS,
): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const answer = await readPort(port, withinMs);
  return answer === 'silent' || answer.words === token;
}

/** Returns whether some process has this id now. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    // EPERM: another user's.
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readPort(port: number, withinMs: number): Promise<'silent' | { readonly words: string }> {
  return new Promise((resolve) => {
    let words = '';
    const socket = connect(port, '127.0.0.1');
    // A web server that has the port by now answers this, and so is soon told from the owner.
    socket.write('GET / HTTP/1.0\r\n\r\n');
    socket.setTimeout(withinMs, () => {
      resolve('silent');
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => (words += chunk.toString()));
    // An error is a refused connection: the port is free, or its process ended meanwhile.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ words });
    });
  });
}

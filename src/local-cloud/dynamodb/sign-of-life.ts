import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mark that identifies a process: while the process runs, a loopback port answers its token. */
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

/** Milliseconds in which a process that accepted a connection must answer. */
const ANSWERS_WITHIN_MS = 3_000;

/**
 * Opens a port that answers a random token. The operating system closes the port when the process ends, on
 * every platform. A process id alone may belong to another process by then.
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
 * Returns whether a marked process still runs. If it accepts the connection but does not answer, it may be
 * suspended and counts as running.
 */
export async function isAlive(
  { pid, port, token }: ProcessMark,
  withinMs: number = ANSWERS_WITHIN_MS,
): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const answer = await readPort(port, withinMs);
  return answer === 'silent' || answer.words === token;
}

/** Returns whether any process has this id now. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    // EPERM: the process belongs to another user.
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readPort(port: number, withinMs: number): Promise<'silent' | { readonly words: string }> {
  return new Promise((resolve) => {
    let words = '';
    const socket = connect(port, '127.0.0.1');
    // A web server on the same port answers this request, and so is recognised quickly.
    socket.write('GET / HTTP/1.0\r\n\r\n');
    socket.setTimeout(withinMs, () => {
      resolve('silent');
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => (words += chunk.toString()));
    // An error is a refused connection: the port is free, or its process has ended.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ words });
    });
  });
}

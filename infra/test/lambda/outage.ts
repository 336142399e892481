import { connect, createServer, type AddressInfo } from 'node:net';

/** A port that refuses connections, and later passes them on to another one. */
export interface Outage {
  readonly port: number;
  /** Resolves when a number of connections were refused. */
  refused(count: number): Promise<void>;
  end(): void;
  close(): Promise<void>;
}

/** Opens an outage of a loopback port. */
export async function openOutage(behind: number): Promise<Outage> {
  let isOver = false;
  let count = 0;
  let noted: () => void = () => undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (isOver) {
      const there = connect(behind, '127.0.0.1');
      there.on('error', () => socket.destroy());
      socket.on('close', () => there.destroy());
      socket.pipe(there).pipe(socket);
      return;
    }
    socket.destroy();
    count += 1;
    noted();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    refused: (wanted) =>
      new Promise((resolve) => {
        noted = () => {
          if (count >= wanted) resolve();
        };
        noted();
      }),
    end() {
      isOver = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

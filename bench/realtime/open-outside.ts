import { fork } from 'node:child_process';

import type { SocketHandler, SocketResult } from '../../src/lambda/index.ts';

/** A message to the process outside. */
export type Order =
  | {
      readonly is: 'connect';
      readonly tokens: readonly string[];
      readonly query: string;
      /** The field of the query, whose row has an `id`. */
      readonly key: string;
    }
  | { readonly is: 'answer'; readonly call: number; readonly result: SocketResult };

/** A message from it. */
export type FromOutside =
  | { readonly is: 'open'; readonly port: number }
  | { readonly is: 'call'; readonly call: number; readonly event: object }
  | { readonly is: 'armed' }
  | { readonly is: 'seen'; readonly id: string; readonly times: readonly number[] };

/** The gateway and the clients, in a process of their own. */
export interface Outside {
  /** The address of the stage. */
  readonly endpoint: string;
  /** Calls of the gateway go to this function. */
  socket: SocketHandler;
  /** Connects one more client for each token, and waits until their subscriptions are armed. */
  connect(order: Omit<Extract<Order, { is: 'connect' }>, 'is'>): Promise<void>;
  /** Resolves when all clients have seen a row, with the milliseconds of {@link clock} at which each saw it. */
  seen(id: string): Promise<readonly number[]>;
  close(): void;
}

/** Returns milliseconds of a clock that all processes of a computer share. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function openOutside(): Promise<Outside> {
  const child = fork(new URL('./outside.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const waiting = new Map<string, (times: readonly number[]) => void>();
  let armed = (): void => undefined;
  const order = (given: Order): void => {
    child.send(given);
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The process of the clients ended with ${String(code)}.`));
    });
    const outside = (port: number): Outside => ({
      endpoint: `http://127.0.0.1:${port}/realtime`,
      socket: () => Promise.resolve({ statusCode: 500 }),
      connect: (given) =>
        new Promise((done) => {
          armed = done;
          order({ is: 'connect', ...given });
        }),
      seen: (id) => new Promise((done) => waiting.set(id, done)),
      close() {
        child.disconnect();
      },
    });
    let opened: Outside | null = null;
    child.on('message', (said: FromOutside) => {
      switch (said.is) {
        case 'open':
          opened = outside(said.port);
          resolve(opened);
          break;
        case 'call':
          void opened?.socket(said.event).then((result) => {
            order({ is: 'answer', call: said.call, result });
          });
          break;
        case 'armed':
          armed();
          break;
        case 'seen':
          waiting.get(said.id)?.(said.times);
          waiting.delete(said.id);
      }
    });
  });
}

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chooseDynamoDb, thisMachine } from '../../src/local-cloud/dynamodb/choose-dynamodb.ts';
import { startEmulator, type EmulatorProcess } from '../../src/local-cloud/dynamodb/emulator-process.ts';
import { signIn } from '../../test/e2e/sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from '../../test/e2e/start-server.ts';
import { guard } from '../../test/shared/guard.ts';
import { objectsIn } from '../../test/shared/objects-in.ts';
import { startFaultProxy, type Fault, type ProxyCall } from '../../test/store/fault-proxy.ts';
import { writeApp } from './app.ts';

/** A server as `npm start` runs it, with a DynamoDB behind a fault proxy. Both can be killed and come back. */
export interface System {
  /** Sends an operation. Returns null if no answer came that the API gave. */
  ask(user: string, request: object): Promise<Answer | null>;
  /** The URL of the sockets; another one after each start of the server. */
  socketUrl(): string;
  tokenOf(user: string): Promise<string>;
  /**
   * The kills of DynamoDB so far. On AWS a token outlives every failure; that of a killed emulator is forgotten. So a write
   * that met a kill may find its own row and be refused.
   */
  kills(): number;
  /** Waits until no call is on its way to DynamoDB or under way in it. */
  settled(): Promise<void>;
  /** The URL of DynamoDB, around the proxy. */
  endpoint(): string;
  /** Returns the keys of all objects, around the server. */
  objectKeys(): readonly string[];
  /** Turns faults on or off. */
  setFaults(on: boolean): void;
  /** Kills what is named as a power cut does, and starts it again. */
  kill(what: 'server' | 'emulator' | 'both'): Promise<void>;
  stop(): Promise<void>;
}

/** An answer of the API. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** Milliseconds for which a token is used; it is valid for an hour. */
const TOKEN_LIFE = 20 * 60_000;
/** Milliseconds that a client waits after a request without an answer. */
const AWAY = 200;

export async function openSystem(
  users: readonly string[],
  fault: (call: ProxyCall) => Fault | null,
): Promise<System> {
  const folder = temporaryFolder();
  const app = writeApp(folder, users);
  const choice = chooseDynamoDb(thisMachine({ ...process.env, DYNAMODB_ENDPOINT: '' }));
  if (choice.is !== 'emulator') throw new Error('The chaos needs an emulator that it can kill.');
  let pid = 0;
  const startDynamoDb = (): Promise<EmulatorProcess> =>
    startEmulator(choice.command, join(folder, 'tables.db'), (mark) => {
      pid = mark.pid;
      guard(pid);
    });
  let emulator = await startDynamoDb();
  let isFaulty = false;
  let kills = 0;
  const proxy = await startFaultProxy(
    () => emulator.endpoint,
    (call) => (isFaulty ? fault(call) : null),
  );
  const start = (): Promise<TestServer> =>
    startServer({
      data: join(folder, 'data'),
      args: ['--quiet', ...app],
      env: { DYNAMODB_ENDPOINT: proxy.endpoint },
    });
  let server = await start();
  const tokens = new Map<string, { readonly text: string; readonly at: number }>();
  const tokenOf = async (user: string): Promise<string> => {
    const known = tokens.get(user);
    if (known && Date.now() - known.at < TOKEN_LIFE) return known.text;
    const { AccessToken: text } = await signIn(server, user, 'A-password-2026');
    tokens.set(user, { text, at: Date.now() });
    return text;
  };
  for (const user of users) await tokenOf(user);

  return {
    async ask(user, request) {
      try {
        const response = await fetch(server.endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(user)}` },
          body: JSON.stringify(request),
          signal: AbortSignal.timeout(40_000),
        });
        const answer = (await response.json()) as Answer;
        if (answer.data || answer.errors) return answer;
      } catch {
        // The server is being started again.
      }
      await pause(AWAY);
      return null;
    },
    socketUrl: () => `${server.url.replace(/^http/, 'ws')}/realtime`,
    tokenOf,
    kills: () => kills,
    settled: () => proxy.settled(),
    endpoint: () => emulator.endpoint,
    objectKeys: () =>
      readdirSync(join(folder, 'data', 's3'))
        .filter((name) => name.endsWith('.files'))
        .flatMap((name) => objectsIn(join(folder, 'data', 's3', name)).map(({ key }) => key)),
    setFaults(on) {
      isFaulty = on;
    },
    async kill(what) {
      const wasFaulty = isFaulty;
      // A start reads and writes what no client waits for; a fault ends it.
      isFaulty = false;
      if (what !== 'server') {
        kills += 1;
        process.kill(pid, 'SIGKILL');
      }
      if (what !== 'emulator') await server.kill();
      if (what !== 'server') {
        await emulator.died;
        emulator = await startDynamoDb();
      }
      if (what !== 'emulator') server = await start();
      isFaulty = wasFaulty;
    },
    async stop() {
      await server.stop();
      proxy.stop();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

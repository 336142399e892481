import { once } from 'node:events';

import { WebSocketServer, type WebSocket } from 'ws';

import type { Party } from '../../src/cli/smoke/isolation.ts';
import { proveEvents } from '../../src/cli/smoke/live-events.ts';
import type { TenantsApi } from '../../src/cli/smoke/tenants-api.ts';
import { TASK_ROWS } from './task-rows.ts';

const type = TASK_ROWS;
const partyOf = (tenant: string): Party => ({ tenant, token: `of ${tenant}`, rows: [], cursor: '' });
const [acme, globex] = [partyOf('acme'), partyOf('globex')];

/** Milliseconds after which a run gives up what never comes, and what comes. */
const SHORT = 300;
const LONG = 30_000;

interface Sent {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

const error = (code: string, message: string) => ({ message, extensions: { code } });

/** The ways in which events can be broken. */
interface Fault {
  /** Answers a message of a client in another way. Null drops the answer. */
  readonly answer?: (message: Sent) => Sent | null | undefined;
  /** The tenants that get the event of a tenant's row. */
  readonly reaches?: (tenant: string) => readonly string[];
  /** Closes the socket when a row is made. */
  readonly closes?: true;
}

/** An API whose subscribers get what they should, but for one fault. */
class Stage {
  readonly api: TenantsApi;
  readonly #server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: ([first]) => first ?? '',
  });
  readonly #sockets = new Map<WebSocket, { readonly protocol: string; tenant: string }>();
  #rows = 0;

  private constructor({ answer = () => undefined, reaches = (tenant) => [tenant], closes }: Fault) {
    this.#server.on('connection', (socket, { headers }) => {
      const [protocol = '', header = ''] = (headers['sec-websocket-protocol'] ?? '').split(/, ?/);
      const proved = Buffer.from(header.replace('header-', ''), 'base64url').toString();
      this.#sockets.set(socket, { protocol, tenant: tenantIn(proved) });
      socket.on('message', (text: Buffer) => {
        const message = JSON.parse(text.toString()) as Sent;
        const told = answer(message);
        if (told === null) return;
        socket.send(JSON.stringify(told ?? this.#answered(socket, message)));
      });
    });
    this.api = {
      url: 'https://api.example.com/graphql',
      ask: ({ token }) => {
        const id = `row-${(this.#rows += 1)}`;
        for (const [socket, { protocol, tenant }] of this.#sockets) {
          if (closes) socket.close();
          else if (reaches(tenantIn(token)).includes(tenant))
            socket.send(JSON.stringify(eventOf(protocol, { data: { onCreateTask: { id } } })));
        }
        return Promise.resolve({ status: 200, data: { row: { id } } });
      },
    };
  }

  static async open(fault: Fault = {}): Promise<Stage> {
    const stage = new Stage(fault);
    await once(stage.#server, 'listening');
    return stage;
  }

  get socket(): string {
    return `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}/realtime`;
  }

  async end(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #answered(socket: WebSocket, { type: kind, id, payload }: Sent): Sent {
    const known = this.#sockets.get(socket);
    if (kind === 'connection_init') {
      if (known && known.tenant === '') known.tenant = tenantIn(JSON.stringify(payload));
      return { type: 'connection_ack' };
    }
    return kind === 'start' ? { type: 'start_ack', id: id ?? '' } : { type: 'pong', payload: { armed: id } };
  }
}

const tenantIn = (text: string): string => /of (\w+)/.exec(text)?.[1] ?? '';
const eventOf = (protocol: string, payload: object): Sent => ({
  id: '1',
  type: protocol === 'graphql-ws' ? 'data' : 'next',
  payload,
});

async function prove(fault: Fault = {}, patience = LONG): Promise<string> {
  const stage = await Stage.open(fault);
  try {
    return await proveEvents(stage, type, [acme, globex], patience);
  } finally {
    await stage.end();
  }
}

const ofType =
  (wanted: string, told: Sent | null) =>
  ({ type: kind }: Sent): Sent | null | undefined =>
    kind === wanted ? told : undefined;

const SILENCE = /sent no .*: nothing came within 0\.3 seconds\.$/;

describe('the proof of events of npm run smoke', () => {
  it('passes an API that sends each tenant its own events, by both protocols', async () => {
    expect(await prove()).toBe(
      'Each user got the events of its new rows of Task, and no other, by both protocols.',
    );
  });

  it.each<[string, Fault, RegExp]>([
    [
      "it sends the first tenant the second one's events",
      { reaches: (tenant) => (tenant === 'globex' ? ['acme', 'globex'] : [tenant]) },
      /^A user got the events of rows that it did not make: row-1/,
    ],
    [
      "it sends the second tenant the first one's events",
      { reaches: (tenant) => (tenant === 'acme' ? ['acme', 'globex'] : [tenant]) },
      /^A user got the events of rows that it did not make: row-2\.$/,
    ],
    ['it sends no events', { reaches: () => [] }, SILENCE],
    [
      'it sends no events by the protocol of graphql-ws',
      { reaches: (tenant) => (tenant === 'globex' ? ['globex'] : []) },
      SILENCE,
    ],
    ['it closes the socket', { closes: true }, /sent no event of the row "row-1": it was closed\.$/],
    ['it does not acknowledge a connection', { answer: ofType('connection_init', null) }, SILENCE],
    [
      "it does not acknowledge a subscription of AppSync's protocol",
      { answer: ofType('start', null) },
      SILENCE,
    ],
    [
      'it refuses a token',
      {
        answer: ofType('connection_init', {
          id: 'connection_init',
          type: 'error',
          payload: [error('UNAUTHENTICATED', 'Sign in again.')],
        }),
      },
      /refuses the acknowledgement of a connection: UNAUTHENTICATED, Sign in again\.$/,
    ],
    [
      "it fails in AppSync's protocol",
      {
        answer: ofType('start', {
          id: '1',
          type: 'error',
          payload: { errors: [error('INTERNAL', 'Something went wrong.')] },
        }),
      },
      /refuses the acknowledgement of a subscription: INTERNAL, Something went wrong\.$/,
    ],
  ])('fails if %s', async (_what, fault, sentence) => {
    const failed = await prove(fault, sentence === SILENCE ? SHORT : LONG).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ name: 'UsageError', message: expect.stringMatching(sentence) as string });
  });

  it('fails if nothing answers at the address', async () => {
    const stage = await Stage.open();
    const { api, socket } = stage;
    await stage.end();
    await expect(proveEvents({ api, socket }, type, [acme, globex], LONG)).rejects.toThrow(
      /sent no acknowledgement of a connection: connect ECONNREFUSED/,
    );
  });

  it('is skipped if the rules of the app refuse the subscription, or the app has none', async () => {
    const payload = [error('FORBIDDEN', 'The role may not listen.')];
    const refused = { answer: ofType('subscribe', { id: '1', type: 'error', payload }) };
    const silent = { url: 'https://api.example.com/graphql', ask: () => Promise.reject(new Error('asked')) };
    const stage = { api: silent, socket: 'ws://127.0.0.1:9' };
    const none = () => proveEvents(stage, { ...type, listen: null }, [acme, globex], LONG);
    await expect(prove(refused)).rejects.toMatchObject({ name: 'Skipped' });
    await expect(none()).rejects.toMatchObject({ name: 'Skipped' });
  });
});

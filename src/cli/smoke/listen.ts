import { WebSocket } from 'ws';

import { UsageError } from '../../app/index.ts';
import { Skipped } from './report.ts';

/** A frame of either protocol. */
interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** What a subscription of a run asks for. */
export interface Wanted {
  /** The address of subscriptions: `wss://…/realtime`. */
  readonly url: string;
  readonly token: string;
  /** The field of Subscription, which answers rows with an id. */
  readonly field: string;
  /** The most milliseconds until a message of the API comes. */
  readonly patience: number;
}

/** A subscription to the new rows of a type, by a user of one tenant. */
export interface Listener {
  /** The ids of the rows that came so far. */
  readonly seen: readonly string[];
  /** Resolves when a row has come. @throws {UsageError} if it does not come in time */
  see(id: string): Promise<void>;
  close(): void;
}

/** How a client speaks one of the two protocols of a socket. */
interface Speech {
  readonly subprotocols: (wanted: Wanted) => string[];
  readonly init: (wanted: Wanted) => Frame;
  readonly subscribe: (wanted: Wanted, query: string) => Frame;
  /** The type of the frame that acknowledges the subscription. */
  readonly armed: string;
  /** The type of the frame of an event. */
  readonly event: string;
}

const ID = '1';
const bearer = (token: string): string => `Bearer ${token}`;
/** The headers by which AppSync's clients prove their user, at the handshake and in each subscription. */
const headersOf = ({ url, token }: Wanted) => ({ host: new URL(url).host, Authorization: bearer(token) });

const SPEECHES = {
  'graphql-transport-ws': {
    subprotocols: () => ['graphql-transport-ws'],
    init: ({ token }) => ({ type: 'connection_init', payload: { authorization: bearer(token) } }),
    subscribe: (_wanted, query) => ({ id: ID, type: 'subscribe', payload: { query } }),
    armed: 'pong',
    event: 'next',
  },
  'graphql-ws': {
    subprotocols: (wanted) => [
      'graphql-ws',
      `header-${Buffer.from(JSON.stringify(headersOf(wanted))).toString('base64url')}`,
    ],
    init: () => ({ type: 'connection_init' }),
    subscribe: (wanted, query) => ({
      id: ID,
      type: 'start',
      payload: { data: JSON.stringify({ query }), extensions: { authorization: headersOf(wanted) } },
    }),
    armed: 'start_ack',
    event: 'data',
  },
} as const satisfies Readonly<Record<string, Speech>>;

/** The subprotocols of a socket: that of graphql-ws, and AppSync's. */
export type Subprotocol = keyof typeof SPEECHES;

/** The codes by which an app or a plan refuses a subscription, and no fault of the stage does. */
const REFUSALS = ['FORBIDDEN', 'FEATURE_DISABLED', 'QUOTA_EXCEEDED'];

/**
 * Subscribes to a field, and resolves when the API has acknowledged it.
 * @throws {Skipped} if the rules or the plan of the app refuse it
 * @throws {UsageError} if nothing answers at the address, or if the API refuses for another reason
 */
export async function listenTo(wanted: Wanted, protocol: Subprotocol): Promise<Listener> {
  const { url, field, patience } = wanted;
  const speech: Speech = SPEECHES[protocol];
  const socket = new WebSocket(url, speech.subprotocols(wanted));
  const frames: Frame[] = [];
  let changed: () => void = () => undefined;
  let ended: string | null = null;
  socket.on('message', (text: Buffer) => {
    frames.push(JSON.parse(text.toString()) as Frame);
    changed();
  });
  socket.on('error', ({ message }) => {
    ended = message;
  });
  socket.on('close', () => {
    ended ??= 'it was closed';
    changed();
  });
  /** Returns the first frame of a kind, once it has come. */
  const next = async (what: string, isOne: (frame: Frame) => boolean): Promise<Frame> => {
    const timer = setTimeout(() => {
      ended ??= `nothing came within ${patience / 1000} seconds`;
      changed();
    }, patience);
    try {
      for (;;) {
        const refused = frames.find(({ type }) => type.endsWith('error'));
        if (refused) throw refusalOf(refused, `${url} refuses the ${what}`);
        const found = frames.find(isOne);
        if (found) return found;
        if (ended !== null) throw new UsageError(`${url} (${protocol}) sent no ${what}: ${ended}.`);
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  };
  const rowOf = ({ payload }: Frame): string | undefined =>
    (payload as { data?: Readonly<Record<string, { id: string } | null>> } | undefined)?.data?.[field]?.id;
  const send = (frame: Frame): void => {
    socket.send(JSON.stringify(frame));
  };
  const close = (): void => {
    socket.terminate();
  };
  socket.on('open', () => {
    send(speech.init(wanted));
  });
  try {
    await next('acknowledgement of a connection', ({ type }) => type === 'connection_ack');
    send(speech.subscribe(wanted, `subscription { ${field} { id } }`));
    await next('acknowledgement of a subscription', ({ type }) => type === speech.armed);
  } catch (error) {
    close();
    throw error;
  }
  return {
    get seen() {
      return frames.filter(({ type }) => type === speech.event).map((frame) => rowOf(frame) ?? 'no row');
    },
    async see(id) {
      await next(`event of the row "${id}"`, (frame) => frame.type === speech.event && rowOf(frame) === id);
    },
    close,
  };
}

/** Returns the failure in a frame of an error: the first one, in the form of either protocol. */
function refusalOf({ payload }: Frame, what: string): Error {
  const errors = Array.isArray(payload) ? payload : (payload as { errors?: unknown } | undefined)?.errors;
  const [{ message, extensions }] = (Array.isArray(errors) ? errors : [{}]) as [
    { readonly message?: string; readonly extensions?: { readonly code?: string } },
  ];
  const sentence = `${what}: ${extensions?.code ?? 'an error'}, ${message ?? JSON.stringify(payload)}`;
  return REFUSALS.includes(extensions?.code ?? '') ? new Skipped(sentence) : new UsageError(sentence);
}

import { WebSocket } from 'ws';

import { UsageError } from '../../app/index.ts';
import type { Party } from './isolation.ts';
import { Skipped } from './report.ts';
import type { RowType } from './rows.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';

/** The most milliseconds until a message of the API comes: more than API Gateway gives its function. */
const PATIENCE_MS = 35_000;

/** A frame of the protocol `graphql-transport-ws`. */
interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A subscription to the new rows of a type, by a user of one tenant. */
interface Listener {
  /** The ids of the rows that came so far. */
  readonly seen: readonly string[];
  /** Resolves when a row has come. @throws {UsageError} if it does not come in time */
  see(id: string): Promise<void>;
  close(): void;
}

/**
 * Proves that users of two tenants get the events of their own rows alone. The other tenant's row is made first, and has
 * reached its own user, before the event of the own row comes.
 * @throws {Skipped} if the app has no subscription to new rows of the type
 * @throws {UsageError} if an event is missing, or another tenant's comes
 */
export async function proveEvents(
  target: Pick<Target, 'api' | 'socket'>,
  type: RowType,
  [first, second]: readonly [Party, Party],
): Promise<string> {
  const { listen } = type;
  if (listen === null) throw new Skipped(`The API has no subscription to new rows of ${type.name}.`);
  const listeners: Listener[] = [];
  try {
    for (const { token } of [first, second]) listeners.push(await listenTo(target.socket, token, listen));
    const [mine, theirs] = listeners;
    const other = await newRow(target, second, type);
    await theirs?.see(other);
    const own = await newRow(target, first, type);
    await mine?.see(own);
    const foreign = [...(mine?.seen ?? [])].filter((id) => id !== own);
    if (foreign.length > 0)
      throw new UsageError(`A user got the events of rows that it did not make: ${foreign.join(', ')}.`);
    return `Each user got the event of its new row of ${type.name}, and no other.`;
  } finally {
    for (const listener of listeners) listener.close();
  }
}

async function newRow({ api }: Pick<Target, 'api'>, { token }: Party, type: RowType): Promise<string> {
  const query = `mutation ($input: ${type.input}!) { row: ${type.create}(input: $input) { id } }`;
  const { row } = dataOf(await api.ask({ token }, query, { input: type.row() }), api.url) as {
    row: { id: string };
  };
  return row.id;
}

/**
 * Subscribes to a field, and resolves when the API has acknowledged it.
 * @throws {UsageError} if nothing answers at the address, or if the API refuses
 */
async function listenTo(url: string, token: string, field: string): Promise<Listener> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const frames: Frame[] = [];
  let changed: () => void = () => undefined;
  let ended: string | null = null;
  socket.on('message', (text: Buffer) => {
    frames.push(JSON.parse(text.toString()) as Frame);
    changed();
  });
  for (const event of ['error', 'close'] as const)
    socket.on(event, () => {
      ended = `The socket ${url} ended.`;
      changed();
    });
  /** Returns the first frame of a kind, once it has come. */
  const next = async (what: string, isOne: (frame: Frame) => boolean): Promise<Frame> => {
    const until = AbortSignal.timeout(PATIENCE_MS);
    until.addEventListener('abort', () => {
      changed();
    });
    for (;;) {
      const refused = frames.find(({ type }) => type === 'error');
      if (refused) throw new UsageError(`${url} refuses ${what}: ${JSON.stringify(refused.payload)}`);
      const found = frames.find(isOne);
      if (found) return found;
      if (ended !== null) throw new UsageError(ended);
      if (until.aborted) throw new UsageError(`${url} sent no ${what} within ${PATIENCE_MS / 1000} seconds.`);
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
    }
  };
  const idOf = ({ payload }: Frame): string | undefined =>
    (payload as { data?: Readonly<Record<string, { id: string } | null>> } | undefined)?.data?.[field]?.id;
  const send = (frame: Frame): void => {
    socket.send(JSON.stringify(frame));
  };
  socket.on('open', () => {
    send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  });
  await next('acknowledgement of a connection', ({ type }) => type === 'connection_ack');
  send({ id: '1', type: 'subscribe', payload: { query: `subscription { ${field} { id } }` } });
  await next(
    'acknowledgement of a subscription',
    ({ type, payload }) => type === 'pong' && payload !== undefined,
  );
  return {
    get seen() {
      return frames.filter(({ type }) => type === 'next').map((frame) => idOf(frame) ?? '');
    },
    async see(id) {
      await next(`event of the row "${id}"`, (frame) => frame.type === 'next' && idOf(frame) === id);
    },
    close() {
      socket.close();
    },
  };
}

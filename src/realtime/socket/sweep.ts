import { hasExpired, inParallel, timeLimit } from '../../tenant/index.ts';
import { CONNECTION_SHARDS, type Connection, type SweepRound } from '../../store/index.ts';
import { describeError, withinDeadline } from '../../server/index.ts';
import { disconnect } from '../disconnect.ts';
import { KEEP_ALIVE_FRAME } from '../protocol/index.ts';
import { hasBegun } from './has-begun.ts';
import { SOCKET_LIFE } from './join.ts';
import type { SocketParts } from './socket-parts.ts';

/** Milliseconds between two keep-alives. AppSync's clients wait five minutes, and the gateway ten. */
const KEEP_ALIVE_EVERY = 4 * 60_000;
/** A schedule is some seconds early or late. */
const TOLERANCE = 20_000;
/** Milliseconds in which a client must send `connection_init`. */
const TIME_TO_BEGIN = 60_000;
/** Connections that are looked after in parallel. */
const IN_PARALLEL = 50;
/** Milliseconds that the last connections of a run may take after its end. */
const LAST_ONES = 1_000;

/**
 * Looks after the connections until a time in milliseconds since 1970: keeps those of AppSync's clients alive, closes those
 * whose caller has expired or never came, and forgets those that ended without a notice. The next run continues where this one
 * ends. Connections that do not answer in time are left, so that they do not stop the round at the same place each time.
 */
export async function sweep(parts: SocketParts, until: number): Promise<void> {
  const { connections, platform } = parts;
  let round = nextRound(await connections.round(), platform.now());
  while (round.shard < CONNECTION_SHARDS && platform.now() < until) {
    const { connections: found, next } = await connections.page(round.shard, round.after);
    const rest = [...found];
    while (rest.length > 0 && platform.now() < until) {
      const some = rest.splice(0, IN_PARALLEL);
      await lookAfterAll(parts, some, round, until - platform.now() + LAST_ONES);
      round = { ...round, after: some.at(-1)?.id ?? null };
    }
    if (rest.length > 0) break;
    round = { ...round, shard: next === null ? round.shard + 1 : round.shard, after: next };
    // A run that is cut off repeats no more than a page.
    if (next !== null) await connections.saveRound(round);
  }
  await connections.saveRound(round);
}

/** Looks after some connections within so many milliseconds. */
async function lookAfterAll(
  parts: SocketParts,
  connections: readonly Connection[],
  round: SweepRound,
  milliseconds: number,
): Promise<void> {
  const work = inParallel(connections, IN_PARALLEL, (one) => lookAfter(parts, one, round));
  try {
    await withinDeadline(timeLimit(milliseconds), work);
  } catch (error) {
    parts.log({ level: 'error', message: 'connections were not looked after', ...describeError(error) });
  }
}

/** Continues a round that was cut off, or begins the next one. */
function nextRound(last: SweepRound | null, now: number): SweepRound {
  if (last && last.shard < CONNECTION_SHARDS) return last;
  const keepsAlive = last === null || now - last.keptAliveAt >= KEEP_ALIVE_EVERY - TOLERANCE;
  return { shard: 0, after: null, keepsAlive, keptAliveAt: keepsAlive ? now : last.keptAliveAt };
}

async function lookAfter(
  parts: SocketParts,
  connection: Connection,
  { keepsAlive }: Pick<SweepRound, 'keepsAlive'>,
): Promise<void> {
  const { sockets, platform, log } = parts;
  const { id, protocol, openedAt } = connection;
  const now = platform.now();
  try {
    if (now - openedAt >= SOCKET_LIFE) await disconnect(parts, id);
    else if (isOver(connection, now)) {
      await sockets.close(id);
      // The gateway says nothing of the end of a connection that was gone before.
      await disconnect(parts, id);
    } else if (
      protocol === 'graphql-ws' &&
      keepsAlive &&
      (await sockets.post(id, KEEP_ALIVE_FRAME)) === 'gone'
    )
      await disconnect(parts, id);
  } catch (error) {
    log({ level: 'error', message: 'a connection was not looked after', ...describeError(error) });
  }
}

/** Returns whether no caller uses a connection any more, or none came. */
function isOver(connection: Connection, now: number): boolean {
  const { protocol, openedAt, caller } = connection;
  if (!hasBegun(connection)) return now - openedAt >= TIME_TO_BEGIN;
  // AppSync's clients bring a token with each subscription, so the one of their handshake may expire.
  return protocol === 'graphql-transport-ws' && caller !== null && hasExpired(caller.saved, now);
}

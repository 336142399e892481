import { CONNECTION_SHARDS, type Connection, type SweepRound } from '../../store/index.ts';
import { describeError } from '../../server/index.ts';
import { KEEP_ALIVE_FRAME } from '../protocol/index.ts';
import { disconnect } from './disconnect.ts';
import { LIFE } from './join.ts';
import type { SocketParts } from './socket-parts.ts';

/** Milliseconds between two keep-alives. AppSync's clients wait five minutes, and the gateway ten. */
const KEEP_ALIVE_EVERY = 4 * 60_000;
/** A schedule is some seconds early or late. */
const TOLERANCE = 20_000;
/** Connections that are looked after in parallel. */
const IN_PARALLEL = 50;

/**
 * Looks after the connections until a time in milliseconds since 1970: keeps those of AppSync's clients alive, closes those
 * whose caller has expired, and forgets those that ended without a notice. What is left is done by the next run.
 */
export async function sweep(parts: SocketParts, until: number): Promise<void> {
  const { connections, platform } = parts;
  const started = platform.now();
  let round = nextRound(await connections.round(), started);
  while (round.shard < CONNECTION_SHARDS && platform.now() < until) {
    const page = await connections.page(round.shard, round.after);
    for (let at = 0; at < page.connections.length; at += IN_PARALLEL)
      await Promise.all(
        page.connections.slice(at, at + IN_PARALLEL).map((one) => lookAfter(parts, one, round)),
      );
    const { shard } = round;
    round = { ...round, shard: page.next === null ? shard + 1 : shard, after: page.next };
  }
  await connections.saveRound(round);
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
  const { id, protocol, openedAt, caller } = connection;
  const now = platform.now();
  try {
    if (now - openedAt >= LIFE) await disconnect(parts, id);
    // AppSync's clients bring a token with each subscription, so the one of their handshake may expire.
    else if (protocol === 'graphql-transport-ws' && caller && caller.saved.expiresAt * 1000 <= now)
      await sockets.close(id);
    else if (protocol === 'graphql-ws' && keepsAlive && (await sockets.post(id, KEEP_ALIVE_FRAME)) === 'gone')
      await disconnect(parts, id);
  } catch (error) {
    log({ level: 'error', message: 'a connection was not looked after', ...describeError(error) });
  }
}

import { parse } from 'graphql';

import { planSubscription } from '../../src/engine/index.ts';
import { randomFrom } from '../random-from.ts';
import type { Change, Frame, Rig } from './delivery-rig.ts';

/** The schema of a schedule, whose row has its number. */
export const PINGS = /* GraphQL */ `
  type Ping @model(subscriptions: { replay: "1h" }) @auth(rules: [{ allow: private }]) {
    id: ID!
    n: Int
  }
`;
const QUERY = 'subscription { onCreatePing { n } }';
const TENANTS = [
  { tenant: 'acme', user: 'bob' },
  { tenant: 'globex', user: 'dave' },
] as const;
const CLIENTS = 4;

/** How long, and with which choices. */
export interface Schedule {
  readonly seed: number;
  /** How many at least: it goes on until each disturbance has happened {@link LEAST} times. */
  readonly rounds: number;
}

/** What must have happened for a schedule to show anything. Calls in parallel draw from the seed in any order. */
const LEAST = { cuts: 21, deaths: 4, repeats: 4 };

/** A client with a socket, which resumes from a cursor that it got. */
interface Client {
  readonly tenant: string;
  readonly user: string;
  readonly got: { readonly n: number; readonly eventId: string }[];
  readonly cursors: string[];
  connectionId: string | null;
  /** The round before which it does not connect again. */
  awayUntil: number;
}

let events = 0;
let connections = 0;

/**
 * Delivers events of two tenants to clients while sockets are cut off, the process that delivers dies, batches come again, and
 * clients resume late or from an old cursor. In the end, all is calm. Returns what was wrong.
 */
export async function play(rig: Rig, now: () => number, schedule: Schedule): Promise<readonly string[]> {
  const random = randomFrom(schedule.seed);
  const chance = (likely: number): boolean => !isCalm && random() < likely;
  const clients: Client[] = TENANTS.flatMap((of) =>
    Array.from({ length: CLIENTS }, () => ({
      ...of,
      got: [],
      cursors: [],
      connectionId: null,
      awayUntil: 0,
    })),
  );
  const written = new Map<string, Change[]>(TENANTS.map(({ tenant }) => [tenant, []]));
  const problems: string[] = [];
  const counts = { cuts: 0, deaths: 0, repeats: 0 };
  let isDead = false;
  let isCalm = false;
  let round = 0;

  const cut = (client: Client): void => {
    counts.cuts += 1;
    client.connectionId = null;
    client.awayUntil = chance(0.1) ? round + Math.floor(random() * 40) : round;
  };
  rig.hooks.delivery = () => {
    if (!isDead && chance(0.01)) {
      isDead = true;
      counts.deaths += 1;
    }
    if (isDead) throw new Error('dead');
  };
  // The function of the socket dies too. Its connection stays.
  rig.hooks.replay = () => {
    if (chance(0.005)) throw new Error('dead');
  };
  rig.gateway.onPost = (connectionId, text) => {
    if (isDead) throw new Error('dead');
    const client = clients.find((one) => one.connectionId === connectionId);
    if (!client) return false;
    if (chance(0.02)) {
      cut(client);
      return false;
    }
    const { type, payload } = JSON.parse(text) as Frame;
    const n = (payload.data?.['onCreatePing'] as { readonly n: number } | undefined)?.n;
    const { eventId, cursor } = payload.extensions ?? {};
    if (type !== 'next' || n === undefined || eventId === undefined || cursor === undefined)
      problems.push(`${client.tenant}: ${text}`);
    else {
      client.got.push({ n, eventId });
      client.cursors.push(cursor);
    }
    if (chance(0.02)) cut(client);
    if (chance(0.01)) throw new Error('The answer of the gateway is lost.');
    return true;
  };

  const connect = async (client: Client): Promise<void> => {
    const { tenant, user, cursors } = client;
    const scope = await rig.scopeOf(tenant);
    if (cursors.length === 0) cursors.push(rig.replay.cursorOf(scope));
    const back = chance(0.2) ? Math.floor(random() * cursors.length) : 0;
    const cursor = cursors[cursors.length - 1 - back] ?? '';
    const document = parse(QUERY);
    const plan = planSubscription(rig.schema, rig.api.model, document, null, {});
    const connectionId = `schedule-${(connections += 1)}`;
    client.connectionId = connectionId;
    try {
      const resume = await rig.replay.placeOf(scope, plan, cursor);
      const armed = await rig.arm(tenant, user, QUERY, { topics: ['Ping'], resume, connectionId });
      const admitted = await rig.readmit(tenant, armed.caller);
      const operation = { document, operationName: null, variables: {}, plan };
      await rig.replay.send(admitted, armed, operation, 29_000);
    } catch {
      // The client gets an error, and tries again.
      cut(client);
    }
  };
  const connectAll = (): Promise<unknown> =>
    Promise.all(
      clients
        .filter(({ connectionId, awayUntil }) => connectionId === null && (isCalm || awayUntil <= round))
        .map(connect),
    );
  const write = (tenant: string): Change => {
    const changes = written.get(tenant) ?? [];
    const n = changes.length + 1;
    events += 1;
    const change: Change = {
      tenantId: tenant,
      event: 'INSERT',
      of: { is: 'row', type: 'Ping' },
      rowEvent: { is: 'create', row: { id: String(n), n: tenant === 'acme' ? n : -n } },
      announced: null,
      images: null,
      eventId: `event-${events}`,
      sequence: String(events),
      at: now(),
      table: rig.api.tables.data,
    };
    changes.push(change);
    return change;
  };
  const deliver = async (batches: ReadonlyMap<string, readonly Change[]>): Promise<void> => {
    for (let isDone = false; !isDone;) {
      const done = await Promise.allSettled(
        [...batches].map(([tenant, batch]) => rig.deliver(tenant, ...batch)),
      );
      isDead = false;
      isDone = done.every(({ status }) => status === 'fulfilled');
      // A stream may give again what was done.
      if (isDone && chance(0.25)) {
        counts.repeats += 1;
        isDone = false;
      }
    }
  };
  const batchesOf = (size: number): ReadonlyMap<string, readonly Change[]> =>
    new Map(TENANTS.map(({ tenant }) => [tenant, Array.from({ length: size }, () => write(tenant))]));

  await connectAll();
  const isShort = (): boolean =>
    counts.cuts < LEAST.cuts || counts.deaths < LEAST.deaths || counts.repeats < LEAST.repeats;
  for (; round < schedule.rounds || isShort(); round += 1) {
    const batches = batchesOf(1 + Math.floor(random() * 4));
    // What a client missed is sent while new events are.
    await Promise.all([deliver(batches), random() < 0.5 ? connectAll() : null]);
  }
  isCalm = true;
  await connectAll();
  await deliver(batchesOf(1));
  rig.hooks.delivery = () => undefined;
  rig.hooks.replay = () => undefined;
  problems.push(...clients.flatMap((client) => wrongIn(client, written.get(client.tenant) ?? [])));
  return problems;
}

/** Returns what is wrong with the events of a client: they came first in the order of their writes, all of them, and no others. */
function wrongIn({ tenant, got }: Client, written: readonly Change[]): string[] {
  const ids = [...new Set(got.map(({ n, eventId }) => `${n} ${eventId}`))];
  const sign = tenant === 'acme' ? 1 : -1;
  const expected = written.map(({ eventId }, place) => `${sign * (place + 1)} ${eventId}`);
  const at = expected.findIndex((id, place) => id !== ids[place]);
  if (at < 0 && ids.length === expected.length) return [];
  return [`${tenant}: ${ids[at] ?? 'nothing'} came in place of ${expected[at] ?? 'nothing'}`];
}

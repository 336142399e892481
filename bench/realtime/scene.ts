import { deliverEvents, wakeWork } from '../../src/changes/index.ts';
import { createChangesHandler, openSystem, type ChangesEvent } from '../../src/lambda/index.ts';
import { openSockets } from '../../src/store/index.ts';
import { enterprise } from '../../test/platform/plans-for-tests.ts';
import { openRig } from '../../test/realtime/delivery-rig.ts';
import { clock, openOutside } from './open-outside.ts';
import { openRival } from './rival.ts';

const SDL = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    size: Int
    done: Boolean
  }
`;
const RIVAL_SDL = /* GraphQL */ `
  type Note {
    id: ID!
    text: String
    size: Int
    done: Boolean
  }
  type Query {
    note: Note
  }
  type Subscription {
    onCreateNote: Note
  }
`;
const QUERY = 'subscription { onCreateNote { id text size done } }';
const CREATE = `mutation ($input: CreateNoteInput!) { createNote(input: $input) { id text size done } }`;
/** An admin and a member: two groups. */
const USERS = ['alice', 'bob'];

export type Side = 'ours' | 'rival';

/** What the delivery of one event took. */
export interface Delivered {
  readonly executions: number;
  /** Calls of the database by the publisher. */
  readonly calls: number;
  /** Milliseconds of CPU of the process of the publisher. */
  readonly cpu: number;
  /** Milliseconds from the begin of the publisher to the last client. */
  readonly took: number;
  /** Milliseconds from the begin of the write, for each client. */
  readonly latencies: readonly number[];
}

export interface Scene {
  /** Connects clients of two roles until there are as many. */
  connect(count: number): Promise<void>;
  /** Writes a row, and lets one side deliver its event to all clients. */
  deliver(side: Side): Promise<Delivered>;
  close(): Promise<void>;
}

/** Opens the API, the gateway, and both publishers, which post to the same gateway over HTTP. */
export async function openScene(): Promise<Scene> {
  const outside = await openOutside();
  const { endpoint } = outside;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sockets = openSockets({ region: 'us-east-1', endpoint, credentials });
  const rig = await openRig({ sdl: SDL, plans: enterprise({}), sockets });
  const { api } = rig;
  const { queue, log } = api.parts;
  outside.socket = openSystem({ ...api.parts, socketsOf: () => sockets }).handlers.socket;
  const changes = createChangesHandler({
    queue,
    log,
    consumers: [wakeWork, deliverEvents(rig.delivery)],
    types: api.model.models,
  });
  const rival = openRival({
    sdl: RIVAL_SDL,
    endpoint,
    database: api.tables.dynamo.endpoint ?? '',
    table: api.tables.realtime,
    partition: 'T#acme#ON#',
    type: 'Note',
  });
  const { streams } = api.background;
  streams.open();
  let connected = 0;
  let rows = 0;

  /** Returns the executions and the calls so far. */
  const counts = {
    ours: () => ({ executions: rig.executions, calls: rig.calls.length + rig.controlCalls.length }),
    rival: () => ({ ...rival.counts }),
  };
  const publish = {
    ours: changes,
    rival: async (event: ChangesEvent) => {
      await rival.publish(event);
      return { batchItemFailures: [] };
    },
  };

  return {
    async connect(count) {
      const users = Array.from({ length: count - connected }, (_, at) => USERS[(connected + at) % 2] ?? '');
      const tokens = new Map<string, string>();
      for (const user of USERS) tokens.set(user, await api.token(user));
      connected = count;
      await outside.connect({
        tokens: users.map((user) => tokens.get(user) ?? ''),
        query: QUERY,
        key: 'onCreateNote',
      });
    },
    async deliver(side) {
      const id = `note-${String((rows += 1))}`;
      const seen = outside.seen(id);
      const input = { id, text: 'The quick brown fox jumps over the lazy dog.', size: rows, done: false };
      const written = clock();
      const { errors } = await api.ask('alice', CREATE, { input });
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      const before = counts[side]();
      const cpu = process.cpuUsage();
      const began = clock();
      const delivered = await streams.read(publish[side]);
      const used = process.cpuUsage(cpu);
      if (delivered !== 1) throw new Error(`The stream had ${delivered} records in place of one.`);
      const after = counts[side]();
      const times = await seen;
      return {
        executions: after.executions - before.executions,
        calls: after.calls - before.calls,
        cpu: (used.user + used.system) / 1000,
        took: Math.max(...times) - began,
        latencies: times.map((at) => at - written),
      };
    },
    async close() {
      outside.close();
      await api.close();
    },
  };
}

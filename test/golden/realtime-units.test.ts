import { readFileSync, writeFileSync } from 'node:fs';

import { openChanges } from '../../src/lambda/functions/open-changes.ts';
import { openSocket } from '../../src/lambda/functions/open-socket.ts';
import type { SocketHandler } from '../../src/lambda/socket-events.ts';
import { openConnectionRecords, openSubscriptions, type Send } from '../../src/store/index.ts';
import { putItems } from '../../src/store/dynamo/driver/batches.ts';
import { TTL } from '../../src/store/dynamo/keys/keys.ts';
import { topicKey } from '../../src/store/dynamo/keys/realtime-keys.ts';
import { attributesOf } from '../../src/store/dynamo/realtime/subscription.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi } from '../api.ts';
import { openBehind } from '../shared/background.ts';
import { unitsOf, type Units } from '../shared/units.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

// What subscriptions consume: calls of DynamoDB, and units that they read and write. None of it is of the request that writes
// a row, except an announced answer.

const FILE = 'test/golden/realtime-units.json';
const SDL = /* GraphQL */ `
  type Task @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    project: Project @belongsTo
  }
  type Project @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    tasks: [Task] @hasMany
  }
  type Kept
    @model(queries: { count: null }, subscriptions: { replay: "1h" })
    @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Silent @model(queries: { count: null }, subscriptions: null) @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Report {
    name: String
  }
  type Mutation {
    report: Report
    quiet: Report
  }
  type Subscription {
    reported: Report @aws_subscribe(mutations: ["report"])
  }
`;

test('connections, subscriptions and events consume the units in their golden file', async () => {
  const control: Call[] = [];
  const tables: Call[] = [];
  const recorded = (send: Send): Send => recordCalls(send, tables).send;
  const report = (): object => ({ name: 'daily' });
  const started = Date.now();
  const now = (): number => started;
  const api = await openTestApi({
    sdl: SDL,
    resolvers: { Mutation: { report, quiet: report } },
    throughControl: (send) => recordCalls(send, control).send,
    now,
  });
  const { parts, platform } = api;
  const realtime = api.directRealtime;
  const around: typeof parts = {
    ...parts,
    sendOf: (name) => {
      const sendOf = parts.sendOf(name);
      return (...of) => recorded(sendOf(...of));
    },
    realtimeSendOf: (name) => {
      const sendOf = parts.realtimeSendOf(name);
      return (scope) => recorded(sendOf(scope));
    },
    connectionsOf: () => openConnectionRecords(recorded(realtime)),
  };
  const socket = openSocket(around, platform);
  const changes: typeof api.background.changes = async (event) => {
    const result = await openedChanges(event);
    if (result.batchItemFailures.length > 0) throw new Error(JSON.stringify(api.log.slice(-5)));
    return result;
  };
  const openedChanges = openChanges(around, platform);
  const behind = openBehind(api, { ...api.background, changes });

  const actual: Record<string, { readonly table: Units; readonly control: Units }> = {};
  const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    control.length = 0;
    tables.length = 0;
    await work();
    actual[name] = { table: unitsOf(tables), control: unitsOf(control) };
  };
  const message = sender(socket);
  const authorization = await api.token('alice');
  const init = { type: 'connection_init', payload: { authorization } };
  const on = (id: string, field: string, more: object = {}) => ({
    id,
    type: 'subscribe',
    payload: { query: `subscription { ${field} }`, ...more },
  });
  const mutate = async (...mutations: readonly string[]): Promise<void> => {
    for (const mutation of mutations)
      expect((await api.ask('alice', `mutation { ${mutation} }`)).errors).toEqual([]);
  };
  let rows = 0;
  const create = (type: string, more = ''): string =>
    `create${type}(input: { id: "${type}-${(rows += 1)}" ${more} }) { id }`;
  /** Delivers what mutations change. Their own calls do not count. */
  const measureEvents = async (name: string, ...mutations: readonly string[]): Promise<void> => {
    await mutate(...mutations);
    await measure(name, () => behind.changes());
  };

  // What a process does at its first request of a tenant, and what it keeps for five seconds.
  await message('warm', 'CONNECT');
  await message('warm', init);
  await mutate(create('Task'), create('Project', 'name: "p"'));
  await behind.changes();

  await measure('connect', () => message('c1', 'CONNECT'));
  await measure('connection_init', () => message('c1', init));
  const ack = (await message('c2', 'CONNECT'), await message('c2', init)) as { payload: { cursor: string } };
  await measure('ping', () => message('c1', { type: 'ping' }));
  await measureEvents('an event of a type without subscribers', create('Task'));
  await measureEvents('ten of them in a batch', ...Array.from({ length: 10 }, () => create('Task')));
  await measureEvents('an event of a type that keeps events, without subscribers', create('Kept'));
  await measureEvents('a change of a type without subscriptions', create('Silent'));
  await measure('subscribe', () => message('c1', on('a', 'onCreateTask { id title }')));
  await measure('subscribe from a cursor, with one missed event', () =>
    message('c1', on('b', 'onCreateKept { id }', { extensions: { resumeFrom: ack.payload.cursor } })),
  );
  await measureEvents('an event for one subscriber', create('Task'));
  await measureEvents('an event that is kept, for one subscriber', create('Kept'));
  await message('c1', on('c', 'reported { name }'));
  await measure('a mutation without subscriptions', async () => {
    tables.push(...(await api.ask('alice', 'mutation { quiet { name } }')).calls);
  });
  await measure('a mutation that is announced', async () => {
    tables.push(...(await api.ask('alice', 'mutation { report { name } }')).calls);
  });
  await measure('its event for one subscriber', () => behind.changes());
  await measure('complete', () => message('c1', { id: 'c', type: 'complete' }));
  await measure('disconnect with two subscriptions', () => message('c1', 'DISCONNECT'));

  const scope = await api.jobParts.scopeOf('acme', 'test');
  await message('c2', on('a', 'onCreateTask { id project { name } }'));
  const subscriptions = openSubscriptions(scope, parts.realtimeSendOf('socket')(scope), now);
  const [armed] = await subscribedTo(subscriptions, 'Task');
  if (!armed) throw new Error('Nothing is armed.');
  const others = Array.from({ length: 999 }, (_, at) => `socket-${String(at).padStart(8, '0')}`);
  await putItems(
    others.map((connectionId) => ({
      ...topicKey(scope.tenantId, 'Task', connectionId, 'a'),
      ...attributesOf({ ...armed, connectionId }),
      [TTL]: now() / 1000 + 7200,
    })),
    realtime,
  );
  const delivered = (): number => [...api.gateway.frames.values()].flat().length;
  const before = delivered();
  await measureEvents(
    'an event with a related row, for 1,000 subscribers',
    create('Task', 'projectTasksId: "Project-2"'),
  );
  expect(delivered() - before).toBe(1_000);
  await api.close();

  if (process.env['GOLDEN'] === 'write') writeFileSync(FILE, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

/** Returns what sends an event of a connection, and returns the frame that answers it. */
function sender(socket: SocketHandler) {
  let events = 0;
  return async (connectionId: string, said: 'CONNECT' | 'DISCONNECT' | object): Promise<unknown> => {
    const { body } = await socket({
      requestContext: {
        connectionId,
        eventType: typeof said === 'string' ? said : 'MESSAGE',
        routeKey: '$default',
        requestId: `r-${(events += 1)}`,
        identity: { sourceIp: '192.0.2.1' },
      },
      ...(said === 'CONNECT' && { headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } }),
      ...(typeof said === 'object' && { body: JSON.stringify(said) }),
    });
    return body === undefined ? null : JSON.parse(body);
  };
}

import {
  openSubscriptions,
  positionOf,
  TTL,
  type Send,
  type Subscription,
  type Subscriptions,
} from '../../src/store/index.ts';
import { partitionQuery } from '../../src/store/dynamo/commands/partition-query.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';
import { PK } from '../../src/store/dynamo/keys/keys.ts';
import { REALTIME_PARTITIONS, type RealtimePartition } from '../../src/store/dynamo/keys/realtime-keys.ts';
import type { SavedCaller } from '../../src/tenant/index.ts';
import { randomFrom } from '../random-from.ts';
import { scopeOf } from '../tenants.ts';
import { startFixture, type Fixture } from './fixture.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const SECONDS = NOW / 1000;
const caller: SavedCaller = {
  is: 'user',
  claims: { sub: 'u1', username: 'alice' },
  expiresAt: SECONDS + 3600,
};
const joining = { at: NOW, expiresAt: SECONDS + 7200, most: null };

let fixture: Fixture;
let time: number;
let tenants = 0;
let tenant: string;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  time = NOW;
  tenant = `t${(tenants += 1)}`;
});

const open = (id = tenant, send: Send = fixture.realtimeSend(id)): Subscriptions =>
  openSubscriptions(scopeOf(id), send, () => time);

function subscription(connectionId: string, id: string, more: Partial<Subscription> = {}): Subscription {
  return {
    connectionId,
    id,
    protocol: 'graphql-transport-ws',
    topics: ['Task'],
    query: 'subscription { onCreateTask { id } }',
    operationName: null,
    variables: { filter: { 'deep#': [null, 1, { a: '' }] } },
    caller,
    resume: null,
    ...more,
  };
}

const itemsIn = async (kind: RealtimePartition, id = tenant): Promise<readonly Item[]> =>
  (await fixture.realtimeSend(id)(partitionQuery(PK, `T#${id}#${kind}#`, { limit: 1000 }))).Items ?? [];
const counted = async (): Promise<number> =>
  (await itemsIn('COUNT')).reduce((sum, { open: of }) => sum + Number(of), 0);

describe('a subscription', () => {
  const most = 3;

  it('is read as it was armed, by each of its topics and by no other', async () => {
    const store = open();
    await store.join('c', joining);
    const wanted = subscription('c', '1', { topics: ['Task', 'Mutation.close', 'Task'], resume: 'p' });
    expect(await store.arm(wanted, { most })).toBe('armed');
    expect(await subscribedTo(store, 'Task')).toEqual([wanted]);
    expect(await subscribedTo(store, 'Mutation.close')).toEqual([wanted]);
    for (const other of ['Tas', 'Task2', 'TASK', 'Task#', '', 'Mutation'])
      expect(await subscribedTo(store, other)).toEqual([]);
  });

  it('is found by the first read after it was armed, among more than a page of others', async () => {
    const store = open();
    const query = 'x'.repeat(30_000);
    for (let at = 0; at < 40; at++) {
      await store.join(`c${at}`, joining);
      await store.arm(subscription(`c${at}`, '1', { query }), { most });
    }
    expect((await subscribedTo(store, 'Task')).map(({ connectionId }) => connectionId).sort()).toEqual(
      Array.from({ length: 40 }, (_, at) => `c${at}`).sort(),
    );
  });

  it.each([
    ['a', 'b#c', 'a#b', 'c'],
    ['a', '', 'a#', ''],
    ['$', '#', '$#', '$'],
    ['L0SM9cOFvHcCIhw=', 'é😀', 'L0SM9cOFvHcCIhw', '=é😀'],
  ])('of connection %j with id %j is another one than of %j with %j', async (c1, id1, c2, id2) => {
    const store = open();
    for (const [connection, id] of [
      [c1, id1],
      [c2, id2],
    ] as const) {
      await store.join(connection, joining);
      expect(await store.arm(subscription(connection, id), { most })).toBe('armed');
    }
    await store.end(c1, id1);
    expect(await subscribedTo(store, 'Task')).toEqual([subscription(c2, id2)]);
    await store.leave(c2);
    expect(await subscribedTo(store, 'Task')).toEqual([]);
  });

  it('is refused as a duplicate while another has its id, and armed again after that has ended', async () => {
    const store = open();
    await store.join('c', joining);
    expect(await store.arm(subscription('c', '1'), { most })).toBe('armed');
    expect(await store.arm(subscription('c', '1', { topics: ['Project'] }), { most })).toBe('duplicate');
    expect(await subscribedTo(store, 'Project')).toEqual([]);
    await store.end('c', '1');
    expect(await store.arm(subscription('c', '1', { topics: ['Project'] }), { most })).toBe('armed');
    expect(await subscribedTo(store, 'Task')).toEqual([]);
  });

  it('is refused beyond the number of its connection, and armed when another has ended', async () => {
    const store = open();
    await store.join('c', joining);
    const all = ['1', '2', '3', '4'].map((id) => store.arm(subscription('c', id), { most }));
    const armed = await Promise.all(all);
    expect([...armed].sort()).toEqual(['armed', 'armed', 'armed', 'full']);
    await store.end('c', String(armed.indexOf('armed') + 1));
    expect(await store.arm(subscription('c', '5'), { most })).toBe('armed');
    expect(await store.arm(subscription('c', '6'), { most })).toBe('full');
  });

  it('is refused if its end overtook it, once, and for a minute at most', async () => {
    const store = open();
    await store.join('c', joining);
    await store.end('c', '1');
    await store.end('c', '1');
    expect(await store.arm(subscription('c', '1'), { most })).toBe('gone');
    expect(await store.arm(subscription('c', '1'), { most })).toBe('armed');
    await store.end('c', '2');
    time += 60_000;
    expect(await store.arm(subscription('c', '2'), { most })).toBe('armed');
  });

  it('is refused if its connection never joined or has left', async () => {
    const store = open();
    expect(await store.arm(subscription('c', '1'), { most })).toBe('unjoined');
    await store.join('c', joining);
    await store.leave('c');
    expect(await store.arm(subscription('c', '1'), { most })).toBe('gone');
    expect(await itemsIn('OP')).toEqual([]);
    expect(await itemsIn('ON')).toEqual([]);
  });

  it('of 32 KB is armed, and a larger one is refused', async () => {
    const store = open();
    await store.join('c', joining);
    const rest = JSON.stringify({ ...subscription('c', '1', { query: '' }), resume: undefined }).length;
    const query = 'x'.repeat(32 * 1024 - rest);
    expect(await store.arm(subscription('c', '1', { query }), { most })).toBe('armed');
    await expect(store.arm(subscription('c', '2', { query: `${query}x` }), { most })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('with an id that no key can hold is refused, and its end changes nothing', async () => {
    const store = open();
    await store.join('c', joining);
    for (const id of ['x'.repeat(1100), '\ud800']) {
      await expect(store.arm(subscription('c', id), { most })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
      await store.end('c', id);
    }
    expect(await itemsIn('OP')).toEqual([]);
  });

  it('is left out once its item has expired', async () => {
    const store = open();
    await store.join('c', joining);
    await store.arm(subscription('c', '1'), { most });
    time += 26 * 3_600_000;
    expect(await subscribedTo(store, 'Task')).toEqual([]);
  });

  it('moves its position only from the one that its reader knows, to one winner', async () => {
    const store = open();
    await store.join('c', joining);
    const wanted = subscription('c', '1', { resume: 'p1', topics: ['Task', 'Project'] });
    await store.arm(wanted, { most });
    const moved = await Promise.all([store.advance(wanted, 'p2'), store.advance(wanted, 'p3')]);
    expect([...moved].sort()).toEqual([false, true]);
    const to = moved[0] ? 'p2' : 'p3';
    for (const topic of wanted.topics)
      expect(await subscribedTo(store, topic)).toEqual([{ ...wanted, resume: to }]);
    expect(await store.advance({ ...wanted, resume: to }, null)).toBe(true);
    expect(await subscribedTo(store, 'Task')).toEqual([{ ...wanted, resume: null }]);
    await store.end('c', '1');
    expect(await store.advance({ ...wanted, resume: null }, 'p4')).toBe(false);
    expect(await itemsIn('ON')).toEqual([]);
  });
});

describe('a connection of a tenant', () => {
  it('is counted once, however often it joins, and no longer after it has left', async () => {
    const store = open();
    expect(await store.join('c', { ...joining, most: 1 })).toBe('done');
    expect(await store.join('c', { ...joining, most: 1 })).toBe('done');
    expect(await store.join('d', { ...joining, most: 1 })).toBe('full');
    expect(await counted()).toBe(1);
    expect(await store.leave('c')).toEqual({ joinedAt: NOW });
    expect(await store.leave('c')).toBeNull();
    expect(await counted()).toBe(0);
    expect(await store.join('d', { ...joining, most: 1 })).toBe('done');
  });

  it.each([0, 1, 3, 8, 13])('is one of at most %i, with 20 that join at once', async (most) => {
    const store = open();
    const joined = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.join(`c${at}`, { ...joining, most })),
    );
    expect(joined.filter((one) => one === 'done')).toHaveLength(most);
    expect(await counted()).toBe(most);
  });

  it('that has left before it joined does not join', async () => {
    const store = open();
    expect(await store.leave('c')).toBeNull();
    expect(await store.join('c', { ...joining, most: 0 })).toBe('gone');
    expect(await store.join('c', joining)).toBe('gone');
    expect(await counted()).toBe(0);
  });

  it('takes all that it armed with it when it leaves, and nothing of another', async () => {
    const store = open();
    for (const connection of ['c', 'c#', 'd']) {
      await store.join(connection, joining);
      for (let id = 0; id < 30; id++)
        await store.arm(subscription(connection, `${id}`, { topics: ['Task', 'Project'] }), { most: 30 });
    }
    await store.end('c', 'unknown');
    await store.leave('c');
    expect(new Set((await subscribedTo(store, 'Task')).map(({ connectionId }) => connectionId))).toEqual(
      new Set(['c#', 'd']),
    );
    expect(await subscribedTo(store, 'Project')).toHaveLength(60);
    expect(await itemsIn('OP')).toHaveLength(60);
  });

  it('ends once and whole, wherever a process that ends it is killed', async () => {
    for (let at = 0; ; at++) {
      tenant = `t${(tenants += 1)}`;
      const store = open();
      await store.join('c', joining);
      for (const id of ['1', '2']) await store.arm(subscription('c', id), { most: 2 });
      let sent = 0;
      const dying: Send = async (command, options) => {
        if (sent === at) throw new Error('The process is killed.');
        sent += 1;
        return fixture.realtimeSend(tenant)(command, options);
      };
      const first = await open(tenant, dying)
        .leave('c')
        .catch(() => null);
      const second = await store.leave('c');
      expect([await counted(), await itemsIn('OP'), await itemsIn('ON')]).toEqual([0, [], []]);
      expect([first, second].filter((one) => one !== null).length).toBeLessThanOrEqual(1);
      if (sent < at) {
        expect(at).toBeGreaterThan(3);
        return;
      }
    }
  });

  it('writes nothing for a tenant that is deleted', async () => {
    const { caller: of, tenant: record } = scopeOf(tenant);
    const scope = { tenantId: of.tenantId, caller: of, tenant: { ...record, status: 'DELETED' } };
    const store = open();
    await store.join('c', joining);
    await store.arm(subscription('c', '1'), { most: 1 });
    const after = openSubscriptions(scope as never, fixture.realtimeSend(tenant), () => time);
    await after.end('c', 'unknown');
    await after.leave('never');
    expect(await after.leave('c')).toEqual({ joinedAt: NOW });
    for (const kind of ['JOIN', 'OP', 'ON'] as const) expect(await itemsIn(kind)).toEqual([]);
  });
});

describe('joins, armings and ends in any order', () => {
  /** Lets one call of all runs pass at a time, and chooses the next one by a seed. */
  function interleaved(seed: number): {
    readonly send: Send;
    run: (work: Promise<unknown>) => Promise<void>;
  } {
    const random = randomFrom(seed);
    const waiting: (() => Promise<unknown>)[] = [];
    return {
      send: (command, options) =>
        new Promise((resolve, reject) => {
          waiting.push(() => fixture.realtimeSend(tenant)(command, options).then(resolve, reject));
        }),
      async run(work) {
        const done = new AbortController();
        const end = work.finally(() => {
          done.abort();
        });
        while (!done.signal.aborted) {
          const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
          await next?.();
          await new Promise((resolve) => setImmediate(resolve));
        }
        await end;
      },
    };
  }

  it('leave no subscription without its operation, and none of what has ended (seeds 0 to 59)', async () => {
    for (let seed = 0; seed < 60; seed++) {
      tenant = `t${(tenants += 1)}`;
      const { send, run } = interleaved(seed);
      const store = open(tenant, send);
      const leaves = seed % 3 === 0;
      const armed: Record<string, string> = {};
      const left: unknown[] = [];
      const arm = async (id: string): Promise<void> => {
        armed[id] = await store.arm(subscription('c', id, { topics: ['Task', 'Project'] }), { most: 9 });
      };
      const leave = async (): Promise<void> => void left.push(await store.leave('c'));
      await run(
        Promise.all([
          store.join('c', joining).then(() => Promise.all([arm('kept'), arm('ended')])),
          store.end('c', 'ended'),
          store.end('c', 'other'),
          ...(leaves ? [leave(), leave()] : []),
        ]),
      );
      const ids = (await subscribedTo(open(), 'Task')).map(({ id }) => id);
      expect((await subscribedTo(open(), 'Project')).map(({ id }) => id)).toEqual(ids);
      const operations = (await itemsIn('OP')).filter((item) => 'topics' in item).map(({ id }) => id);
      expect(operations).toEqual(ids);
      expect(ids).toEqual(leaves ? [] : ['kept']);
      if (!leaves) expect(armed['kept']).toBe('armed');
      expect(await counted()).toBe(leaves ? 0 : 1);
      expect(left.filter((one) => one !== null).length).toBeLessThanOrEqual(1);
      const [join] = await itemsIn('JOIN');
      if (!leaves) expect(join?.['operations']).toBe(1);
    }
  });
});

describe('an item of a tenant', () => {
  it('has a time to live, of whatever kind it is', async () => {
    const store = open();
    await store.join('c', joining);
    await store.arm(subscription('c', '1'), { most: 1 });
    await store.end('c', '2');
    await store.leave('d');
    await store.log.append('Task', [
      { position: positionOf({ at: NOW, sequence: '1' }), eventId: 'e', event: null, expiresAt: SECONDS + 9 },
    ]);
    const items = (await Promise.all(REALTIME_PARTITIONS.map((kind) => itemsIn(kind)))).flat();
    expect(items).toHaveLength(7);
    for (const item of items) expect(Number(item[TTL])).toBeGreaterThan(SECONDS);
  });
});

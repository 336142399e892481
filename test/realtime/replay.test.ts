import { parse } from 'graphql';

import { planSubscription } from '../../src/engine/index.ts';
import { isRefusal } from '../../src/tenant/index.ts';
import { positionOf, type Subscription } from '../../src/store/index.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { openRig, type Change, type Frame, type Rig } from './delivery-rig.ts';
import { PINGS, play } from './replay-schedule.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

const SDL = /* GraphQL */ `
  ${PINGS}
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`;
const QUERY = 'subscription { onCreatePing { n } }';
const PLAN = { topics: ['Ping'], replay: 3600 };
const HOUR = 3_600_000;

let rig: Rig;
let ahead = 0;
let last = 0;
const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  rig = await openRig({ sdl: SDL, now });
});
afterAll(() => rig.api.close());
beforeEach(() => {
  // Events of one test are older than the replay of the next.
  ahead += 2 * HOUR;
  last = 0;
});
afterEach(async () => {
  rig.gateway.onPost = () => true;
  rig.hooks.delivery = () => undefined;
  const subscriptions = await rig.subscriptionsOf('acme');
  for (const { connectionId } of await subscribedTo(subscriptions, 'Ping'))
    await subscriptions.leave(connectionId);
});

let sequence = 0;
const ping = (tenantId = 'acme', n = (last += 1)): Change => ({
  tenantId,
  event: 'INSERT',
  of: { is: 'row', type: 'Ping' },
  rowEvent: { is: 'create', row: { id: String(n), n } },
  announced: null,
  images: null,
  eventId: `${tenantId}-${n}`,
  sequence: String((sequence += 1)),
  at: now(),
  table: rig.api.tables.data,
});
const pings = (count: number): readonly Change[] => Array.from({ length: count }, () => ping());
const arm = (more: Partial<Subscription> = {}, user = 'bob', tenant = 'acme'): Promise<Subscription> =>
  rig.arm(tenant, user, QUERY, { topics: ['Ping'], ...more });
const numberOf = ({ payload }: Frame): number =>
  (payload.data?.['onCreatePing'] as { n: number } | undefined)?.n ?? Number.NaN;
const numbers = (connectionId: string): readonly number[] => rig.got(connectionId).map(numberOf);
const cursorOf = (connectionId: string): string =>
  rig.got(connectionId).at(-1)?.payload.extensions?.cursor ?? '';
const placeOf = async (
  cursor: string,
  tenant = 'acme',
  plan: { topics: string[]; replay: number | null } = PLAN,
) => rig.replay.placeOf(await rig.scopeOf(tenant), plan, cursor);
const codeOf = async (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (isRefusal(error) ? error.code : String(error)),
  );
/** Sends an armed subscription what it missed, as the function of the socket does. */
const replay = async (subscription: Subscription, tenant = 'acme'): Promise<string | null> => {
  const document = parse(QUERY);
  const plan = planSubscription(rig.schema, rig.api.model, document, null, {});
  const scope = await rig.readmit(tenant, subscription.caller);
  return rig.replay.send(scope, subscription, { document, operationName: null, variables: {}, plan }, 29_000);
};

describe('a subscription that resumes', () => {
  it('gets what it missed in order, and then what is new', async () => {
    const first = await arm();
    await rig.deliver('acme', ...pings(2));
    const { connectionId } = first;
    const cursor = cursorOf(connectionId);
    await (await rig.subscriptionsOf('acme')).leave(connectionId);
    await rig.deliver('acme', ...pings(250));
    const again = await arm({ resume: await placeOf(cursor) });
    const reached = await replay(again);
    // Later than that would leave out an event on its way.
    expect(await placeOf(reached ?? '')).toBe(await placeOf(cursorOf(again.connectionId)));
    await rig.deliver('acme', ping());
    expect([...numbers(connectionId), ...numbers(again.connectionId)]).toEqual(
      Array.from({ length: 253 }, (_, at) => at + 1),
    );
    const [armed] = await subscribedTo(await rig.subscriptionsOf('acme'), 'Ping');
    expect(armed?.resume).toBeNull();
  });

  it('gets what it missed from the next event, if nothing has sent it before', async () => {
    await rig.deliver('acme', ping());
    const second = await arm();
    const place = await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme')));
    const pending = await arm({ resume: place });
    await rig.deliver('acme', ...pings(3));
    await rig.deliver('acme', ping());
    expect(numbers(pending.connectionId)).toEqual([1, 2, 3, 4, 5]);
    expect(numbers(second.connectionId)).toEqual([2, 3, 4, 5]);
    const ids = rig.got(pending.connectionId).map(({ payload }) => payload.extensions?.eventId);
    expect(ids).toEqual([1, 2, 3, 4, 5].map((n) => `acme-${n}`));
  });

  it('gets an event whose record comes twice in one batch', async () => {
    const resume = await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme')));
    const pending = await arm({ resume });
    const twice = ping();
    await rig.deliver('acme', twice, ping(), twice);
    expect(numbers(pending.connectionId)).toEqual([1, 2]);
  });

  it('gets an event at whichever moment of its delivery it resumes', async () => {
    for (const moment of [0, 1, 2, 3, 4, 5]) {
      const resume = await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme')));
      let connectionId = '';
      let at = 0;
      rig.hooks.delivery = async () => {
        at += 1;
        if (at - 1 !== moment) return;
        const armed = await arm({ resume });
        ({ connectionId } = armed);
        await replay(armed);
      };
      const event = ping();
      await rig.deliver('acme', event);
      rig.hooks.delivery = () => undefined;
      if (connectionId !== '')
        expect([moment, numbers(connectionId)]).toEqual([moment, expect.arrayContaining([last])]);
      else expect(moment).toBeGreaterThan(3);
    }
  });

  it('begins with the cursor of a connection, and gets nothing that was long before it', async () => {
    await rig.deliver('acme', ping());
    ahead += 3_000;
    const cursor = rig.replay.cursorOf(await rig.scopeOf('acme'));
    await rig.deliver('acme', ping());
    const armed = await arm({ resume: await placeOf(cursor) });
    await replay(armed);
    expect(numbers(armed.connectionId)).toEqual([2]);
  });

  it('is refused with a cursor of another tenant, or one that was changed', async () => {
    const foreign = rig.replay.cursorOf(await rig.scopeOf('globex'));
    const own = rig.replay.cursorOf(await rig.scopeOf('acme'));
    expect(await codeOf(placeOf(own))).toBeNull();
    for (const cursor of [foreign, `${own}A`, own.slice(2), '', 'x'.repeat(10_000)])
      expect(await codeOf(placeOf(cursor))).toBe('INVALID_CURSOR');
  });

  it('must read again if its events are not kept, no longer, or too many', async () => {
    const cursor = rig.replay.cursorOf(await rig.scopeOf('acme'));
    expect(await codeOf(placeOf(cursor, 'acme', { topics: ['Task'], replay: null }))).toBe('RESYNC_REQUIRED');
    const { log } = await rig.subscriptionsOf('acme');
    const entries = Array.from({ length: 1_001 }, (_, at) => ({
      position: positionOf({ at: now(), sequence: String(at + 1) }),
      eventId: String(at),
      event: { is: 'create', row: { id: '1' } } as const,
      expiresAt: now() / 1000 + 3600,
    }));
    await log.append('Ping', entries.slice(0, 1_000));
    expect(await codeOf(placeOf(cursor))).toBeNull();
    await log.append('Ping', entries.slice(1_000));
    expect(await codeOf(placeOf(cursor))).toBe('RESYNC_REQUIRED');
    ahead += HOUR + 5_000;
    expect(await codeOf(placeOf(cursor))).toBe('RESYNC_REQUIRED');
  });

  it('ends if the log does not have all of an event, since it would leave it out', async () => {
    const place = await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme')));
    const pending = await arm({ resume: place });
    const large = ping();
    const row = { id: '1', n: 1, more: 'x'.repeat(400_000) };
    await rig.deliver('acme', { ...large, rowEvent: { is: 'create', row } });
    const [frame] = rig.got(pending.connectionId);
    expect(frame).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RESYNC_REQUIRED' } }] });
    expect(await subscribedTo(await rig.subscriptionsOf('acme'), 'Ping')).toEqual([]);
  });

  it('ends if what it missed cannot be sent, so that its client tries again', async () => {
    await rig.deliver('acme', ping());
    const armed = await arm({ resume: await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme'))) });
    rig.gateway.onPost = () => {
      throw new Error('The gateway does not answer.');
    };
    await expect(replay(armed)).rejects.toThrow('The gateway');
    expect(await subscribedTo(await rig.subscriptionsOf('acme'), 'Ping')).toEqual([]);
  });
});

test('a delivery that dies at any call leaves nothing out when another process takes the batch', async () => {
  let deaths = 0;
  // Each call when all rounds are run, and else each fourth one.
  for (let isDead = true; isDead; deaths += 4 / roundsOf(4)) {
    let calls = 0;
    const step = (): void => {
      isDead = calls >= deaths;
      calls += 1;
      if (isDead) throw new Error('killed');
    };
    const caller = await rig.callerOf('bob');
    const resume = await placeOf(rig.replay.cursorOf(await rig.scopeOf('acme')));
    const first = last;
    const [one, two] = [await arm(), await arm()];
    await arm({
      connectionId: two.connectionId,
      id: 'other',
      query: 'subscription { onCreatePing { n id } }',
    });
    const pending = await arm({ resume });
    const gone = await arm();
    const expired = await arm({ caller: { ...caller, expiresAt: Math.floor(now() / 1000) - 1 } });
    rig.hooks.delivery = step;
    rig.gateway.onPost = async (connectionId) => {
      step();
      await Promise.resolve();
      return connectionId !== gone.connectionId;
    };
    isDead = false;
    const batch = pings(3);
    isDead = (await rig.deliver('acme', ...batch).catch(() => null)) === null;
    rig.hooks.delivery = () => undefined;
    rig.gateway.onPost = (connectionId) => connectionId !== gone.connectionId;
    if (isDead) {
      rig.restart();
      await rig.deliver('acme', ...batch);
    }
    const subscribed = await subscribedTo(await rig.subscriptionsOf('acme'), 'Ping');
    const got = (connectionId: string, op: string): readonly number[] => [
      ...new Set(rig.got(connectionId).flatMap((frame) => (frame.id === op ? [numberOf(frame)] : []))),
    ];
    const all = [1, 2, 3].map((n) => first + n);
    expect([
      deaths,
      got(one.connectionId, 'op'),
      got(two.connectionId, 'op'),
      got(two.connectionId, 'other'),
      got(pending.connectionId, 'op'),
      rig.got(gone.connectionId).length + rig.got(expired.connectionId).length,
      new Set(subscribed.map(({ connectionId }) => connectionId)),
      subscribed.every((armed) => armed.resume === null),
    ]).toEqual([
      deaths,
      all,
      all,
      all,
      all,
      0,
      new Set([one, two, pending].map(({ connectionId }) => connectionId)),
      true,
    ]);
    for (const { connectionId } of subscribed) await (await rig.subscriptionsOf('acme')).leave(connectionId);
    // What this round has kept is too old for the next one.
    ahead += 3_000;
  }
  expect(deaths).toBeGreaterThan(30);
});

describe('with sockets that are cut off at random, and processes that die at random', () => {
  it.each([1, 2, 3])(
    'no event is lost, none is foreign, and none comes before its predecessors (seed %i)',
    async (seed) => {
      expect(await play(rig, now, { seed, rounds: 40 })).toEqual([]);
    },
  );
});

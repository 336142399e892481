import { setImmediate } from 'node:timers/promises';

import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import type { Send } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { enterprise } from './plans-for-tests.ts';

const LIST = '{ listLabels(limit: 50) { items { id } } }';
const START = Date.UTC(2026, 10, 24, 12);

let api: TestApi;
let now = START;
afterEach(() => api.close());

async function open(...limits: Parameters<typeof enterprise>): Promise<void> {
  now = START;
  api = await openTestApi({ limits: true, plans: enterprise(...limits), now: () => now });
}

const VALUES = /^("[a-z-]+";[a-z]=\d+;[a-z]=\d+)(, "[a-z-]+";[a-z]=\d+;[a-z]=\d+)*$/;

const codesOf = (answer: {
  errors: readonly { extensions: Readonly<Record<string, unknown>> }[];
}): unknown[] => answer.errors.map(({ extensions }) => extensions['code']);

describe('the limit of requests a second', () => {
  test('allows a burst, and then as many requests as the rate refills', async () => {
    await open({ requestsPerSecond: 2, burstSeconds: 5 });
    const ask = () => api.ask('alice', '{ countLabels }');
    for (let sent = 0; sent < 10; sent += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, codesOf(refused), refused.data]).toEqual([429, ['THROTTLED'], null]);
    expect(refused.headers['retry-after']).toBe('1');
    now += 1000;
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
  });

  test('counts and refuses an invalid document like a valid one', async () => {
    await open({ requestsPerSecond: 1, burstSeconds: 3 });
    for (let sent = 0; sent < 3; sent += 1)
      expect(codesOf(await api.ask('alice', '{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const refused = await api.ask('alice', '{ nothing }');
    expect([refused.status, codesOf(refused)]).toEqual([429, ['THROTTLED']]);
    expect(refused.errors[0]?.extensions['requestId']).toBe(refused.headers['x-request-id']);
  });
});

describe('the limit of cost a second', () => {
  test('charges the estimated cost of a request, and gives back what it did not use', async () => {
    await open({ costPerSecond: 10, burstSeconds: 10 });
    const answer = await api.ask('alice', LIST);
    expect(answer.status).toBe(200);
    const cost = answer.extensions['cost'] as { actualQueryCost: number };
    const rows = (answer.data?.['listLabels'] as { items: unknown[] }).items.length;
    expect(cost).toEqual({
      requestedQueryCost: 51,
      actualQueryCost: 1 + rows,
      throttleStatus: { maximumAvailable: 100, currentlyAvailable: 100 - 1 - rows, restoreRate: 10 },
    });
  });

  test("throttles one tenant without touching another's bucket", async () => {
    await open({ costPerSecond: 10, burstSeconds: 6 });
    for (let sent = 0; sent < 30; sent += 1) await api.ask('alice', LIST);
    expect((await api.ask('alice', LIST)).status).toBe(429);
    const other = await api.ask('carol', '{ countLabels }');
    expect(other.status).toBe(200);
    expect(other.extensions['cost']).toMatchObject({ throttleStatus: { currentlyAvailable: 59 } });
  });

  test('refuses with 403 a request that costs more than the bucket can hold', async () => {
    await open({ costPerSecond: 10, burstSeconds: 5 });
    const refused = await api.ask('alice', LIST);
    expect([refused.status, codesOf(refused)]).toEqual([403, ['QUOTA_EXCEEDED']]);
    expect(refused.errors[0]?.message).toMatch(
      'costs 51 points, and the plan of this tenant allows at most 50',
    );
    expect(refused.headers['retry-after']).toBeUndefined();
  });
});

describe('the answer to a client', () => {
  test('has RateLimit headers, also when the request is refused', async () => {
    await open({ requestsPerSecond: 2, costPerSecond: 100, burstSeconds: 2, requestsPerMonth: 1000 });
    const { headers } = await api.ask('alice', '{ countLabels }');
    expect(headers['ratelimit-policy']).toBe(
      '"requests";q=4;w=2, "cost";q=200;w=2, "requests-month";q=1000;w=2592000',
    );
    const reset = (Date.UTC(2026, 11, 1) - START) / 1000;
    expect(headers['ratelimit']).toBe(
      `"requests";r=3;t=1, "cost";r=199;t=1, "requests-month";r=999;t=${reset}`,
    );
    for (let sent = 0; sent < 3; sent += 1) await api.ask('alice', '{ countLabels }');
    const refused = await api.ask('alice', '{ countLabels }');
    expect(refused.status).toBe(429);
    expect(refused.headers['ratelimit']).toMatch(VALUES);
    expect(refused.headers['ratelimit']).toMatch(/^"requests";r=0;t=2/);
  });

  test('contains the requested cost and no actual cost when the request is refused', async () => {
    await open({ costPerSecond: 20, burstSeconds: 3 });
    for (let sent = 0; sent < 20; sent += 1) await api.ask('alice', LIST);
    const { extensions, status } = await api.ask('alice', LIST);
    expect(status).toBe(429);
    expect(extensions['cost']).toMatchObject({ requestedQueryCost: 51, actualQueryCost: null });
  });

  test('omits the cost when the plan has no cost limit', async () => {
    await open({ requestsPerSecond: 5 });
    expect((await api.ask('alice', LIST)).extensions).toEqual({});
  });

  test('has no header and no extension, and needs no call, when the plan has no limits', async () => {
    await open({});
    const { headers, extensions } = await api.ask('alice', LIST);
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    expect([extensions, api.limitCalls]).toEqual([{}, []]);
  });
});

describe('the limit of depth', () => {
  test('refuses a deeper operation before it runs, except introspection', async () => {
    await open({ maxDepth: 3 });
    expect((await api.ask('alice', '{ listTasks { items { id } } }')).status).toBe(200);
    const refused = await api.ask('alice', '{ listTasks { items { project { id } } } }');
    expect([refused.status, codesOf(refused), refused.calls]).toEqual([403, ['QUOTA_EXCEEDED'], []]);
    expect(refused.errors[0]?.message).toBe(
      'This operation is 4 fields deep, and the plan of this tenant allows 3: ask for it in several requests.',
    );
    const schema = await api.ask('alice', '{ __schema { types { fields { type { ofType { name } } } } } }');
    expect([schema.status, schema.errors]).toEqual([200, []]);
  });
});

describe('the limit of requests a month', () => {
  test('refuses further requests with 429 and the time until the next month', async () => {
    await open({ requestsPerMonth: 2 });
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    const refused = await api.ask('alice', '{ countLabels }');
    expect([refused.status, codesOf(refused)]).toEqual([429, ['QUOTA_EXCEEDED']]);
    expect(refused.headers['retry-after']).toBe(String((Date.UTC(2026, 11, 1) - START) / 1000));
    expect(refused.errors[0]?.message).toMatch('they are used up until 2026-12-01');
    now = Date.UTC(2026, 11, 1);
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
  });
});

describe('the lease of a caller whom the gate knows', () => {
  const isLookUp = ({ name }: Command): boolean => name === 'BatchGetItem';
  const isLease = ({ name, input }: Command): boolean =>
    name === 'UpdateItem' && JSON.stringify(input).includes('LIMIT#');
  let onLease: (() => void) | null = null;
  let waitsForLease: Promise<void> | null = null;
  const throughControl =
    (send: Send): Send =>
    async (command, options) => {
      if (isLease(command)) onLease?.();
      if (isLookUp(command)) await waitsForLease;
      return send(command, options);
    };

  test('begins before the look-up of the caller has ended', async () => {
    now = START;
    const plans = enterprise({ requestsPerSecond: 10 });
    api = await openTestApi({ limits: true, plans, now: () => now, throughControl });
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    now += 60_000;
    waitsForLease = new Promise((resolve) => {
      onLease = resolve;
    });
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    [waitsForLease, onLease] = [null, null];
  });

  test('is made once at most for a caller who is no member any more, and returned', async () => {
    now = START;
    const plans = enterprise({ requestsPerSecond: 10, burstSeconds: 1, requestsPerMonth: 1000 });
    api = await openTestApi({ limits: true, plans, now: () => now, throughControl });
    const alice = await api.platform.identities.find('alice');
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    await api.register.removeMembership('acme', alice?.userId ?? '');
    const leases = (): number => api.limitCalls.length;
    const before = leases();
    for (let sent = 0; sent < 5; sent += 1) {
      now += 60_000;
      expect(codesOf(await api.ask('alice', '{ countLabels }'))).toEqual(['FORBIDDEN']);
    }
    expect(leases()).toBe(before + 1);
    expect((await api.ask('olga', '{ countLabels }')).status).toBe(200);
    expect(await api.platform.buckets.read('acme')).toMatchObject({
      monthRequests: 2,
      requestsFull: now + 100,
    });
  });
});

describe('a query that begins before its charge is answered', () => {
  const GET = '{ getProject(id: "acme-rocket") { id } }';
  const opened = async (): Promise<void> => {
    await open({ requestsPerSecond: 1, burstSeconds: 2 });
    const other = api.openContainer();
    for (let sent = 0; sent < 2; sent += 1) expect((await other('alice', GET)).status).toBe(200);
  };

  test('is refused, and its data is dropped, if the bucket is empty', async () => {
    await opened();
    const ask = api.openContainer();
    const refused = await ask('alice', GET);
    expect([refused.status, codesOf(refused), refused.data]).toEqual([429, ['THROTTLED'], null]);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.calls.map(({ command }) => command.name)).toEqual(['GetItem']);
    expect((await ask('alice', GET)).calls).toEqual([]);
    now += 1000;
    expect((await ask('alice', GET)).data).toEqual({ getProject: { id: 'acme-rocket' } });
    expect((await ask('alice', GET)).status).toBe(429);
  });

  test('is refused also if its rows come long before the refusal', async () => {
    now = START;
    let onRead = (): void => undefined;
    const read = new Promise<void>((resolve) => {
      onRead = resolve;
    });
    let isHeld = false;
    api = await openTestApi({
      limits: true,
      plans: enterprise({ requestsPerSecond: 1 }),
      now: () => now,
      throughControl: (send) => async (command, options) => {
        const answer = await send(command, options);
        if (isHeld && command.name === 'UpdateItem') {
          await read;
          for (let turn = 0; turn < 50; turn += 1) await setImmediate();
        }
        return answer;
      },
      through: (send) => async (command, options) => {
        const answer = await send(command, options);
        if (isHeld) onRead();
        return answer;
      },
    });
    expect((await api.openContainer()('alice', GET)).status).toBe(200);
    isHeld = true;
    const refused = await api.openContainer()('alice', GET);
    expect([refused.status, refused.data]).toEqual([429, null]);
    expect(refused.calls.map(({ command }) => command.name)).toEqual(['GetItem']);
  });

  test('is one of several at once: the others wait for their tokens', async () => {
    await opened();
    const ask = api.openContainer();
    const answers = await Promise.all([1, 2, 3].map(() => ask('alice', GET)));
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(new Set(answers.flatMap(({ calls }) => calls)).size).toBe(1);
  });

  test('is no mutation', async () => {
    await opened();
    const refused = await api.openContainer()(
      'alice',
      'mutation { createLabel(input: { name: "x" }) { id } }',
    );
    expect([refused.status, refused.calls]).toEqual([429, []]);
  });
});

describe('a change of plan', () => {
  test('takes effect when the gate looks the tenant up again', async () => {
    await open({ requestsPerSecond: 1, burstSeconds: 1 });
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
    expect((await api.ask('alice', '{ countLabels }')).status).toBe(429);
    const overrides = { limits: { requestsPerSecond: 100 }, features: {} };
    await api.register.changeTenant('acme', { overrides });
    now += LOOK_UP_TTL;
    for (let sent = 0; sent < 50; sent += 1)
      expect((await api.ask('alice', '{ countLabels }')).status).toBe(200);
  });
});

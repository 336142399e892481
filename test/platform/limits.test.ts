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

const codesOf = (answer: {
  errors: readonly { extensions: Readonly<Record<string, unknown>> }[];
}): unknown[] => answer.errors.map(({ extensions }) => extensions['code']);

describe('requests a second', () => {
  test('a burst is let through, and then as many as the rate restores', async () => {
    await open({ requestsPerSecond: 2, burstSeconds: 5 });
    const ask = () => api.ask('alice', '{ countLabels }');
    for (let sent = 0; sent < 10; sent += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, codesOf(refused), refused.data]).toEqual([429, ['THROTTLED'], null]);
    expect(refused.headers['retry-after']).toBe('1');
    now += 1000;
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
  });

  test('a document that is not valid is counted too, and refused with the others', async () => {
    await open({ requestsPerSecond: 1, burstSeconds: 3 });
    for (let sent = 0; sent < 3; sent += 1)
      expect(codesOf(await api.ask('alice', '{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const refused = await api.ask('alice', '{ nothing }');
    expect([refused.status, codesOf(refused)]).toEqual([429, ['THROTTLED']]);
    expect(refused.errors[0]?.extensions['requestId']).toBe(refused.headers['x-request-id']);
  });
});

describe('points of cost a second', () => {
  test('a request is charged what it may cost, and given back what it did not', async () => {
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

  test("one tenant's throttling leaves another's bucket untouched", async () => {
    await open({ costPerSecond: 10, burstSeconds: 6 });
    for (let sent = 0; sent < 30; sent += 1) await api.ask('alice', LIST);
    expect((await api.ask('alice', LIST)).status).toBe(429);
    const other = await api.ask('carol', '{ countLabels }');
    expect(other.status).toBe(200);
    expect(other.extensions['cost']).toMatchObject({ throttleStatus: { currentlyAvailable: 59 } });
  });

  test('a request that the bucket can never hold is told so', async () => {
    await open({ costPerSecond: 10, burstSeconds: 5 });
    const refused = await api.ask('alice', LIST);
    expect([refused.status, codesOf(refused)]).toEqual([403, ['QUOTA_EXCEEDED']]);
    expect(refused.errors[0]?.message).toMatch(
      'costs 51 points, and the plan of this tenant allows at most 50',
    );
    expect(refused.headers['retry-after']).toBeUndefined();
  });
});

import { openTestApi, type TestApi } from '../api.ts';
import { enterprise } from '../platform/plans-for-tests.ts';
import { restCaller, type RestCaller } from './rest-caller.ts';

const START = Date.UTC(2026, 10, 24, 12);

let api: TestApi;
let rest: RestCaller;
afterEach(() => api.close());

async function open(...limits: Parameters<typeof enterprise>): Promise<void> {
  api = await openTestApi({ limits: true, plans: enterprise(...limits), now: () => START });
  rest = restCaller(api);
}

describe('the limits of a plan', () => {
  test('count a REST call that runs no operation, and refuse the next', async () => {
    await open({ requestsPerSecond: 1, burstSeconds: 3 });
    const calls = ['GET /v1/nothing', 'GET /v1/tasks?titel=x', 'GET /v1/labels'];
    const replies = [];
    for (const call of calls) replies.push(await rest('alice', call));
    expect(replies.map(({ status }) => status)).toEqual([404, 400, 200]);
    for (const { headers } of replies) expect(headers['ratelimit']).toMatch(/^"requests";r=\d;t=\d$/);
    for (const call of [...calls, 'POST /v1/labels']) {
      const { status, headers, json } = await rest(
        'alice',
        call,
        call.startsWith('POST') ? { body: { name: 'x' } } : {},
      );
      expect([status, headers['retry-after'], json]).toMatchObject([
        429,
        '1',
        { code: 'THROTTLED', retryable: true, retryAfter: 1 },
      ]);
    }
  });

  test('refuse a month that is spent with 429, and a request that costs too much with 403', async () => {
    await open({ requestsPerMonth: 1, maxObjects: 10 });
    expect((await rest('alice', 'GET /v1/labels')).status).toBe(200);
    const spent = await rest('alice', 'GET /v1/labels');
    expect([spent.status, spent.json.code]).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(Number(spent.headers['retry-after'])).toBeGreaterThan(1000);
    await api.close();
    await open({ costPerSecond: 10, burstSeconds: 1 });
    const costly = await rest('alice', 'GET /v1/tasks?limit=1000');
    expect([costly.status, costly.json.code]).toEqual([403, 'QUOTA_EXCEEDED']);
  });
});

describe('the log', () => {
  test('has a line for each operation, with the names of its route and no value', async () => {
    await open({});
    const lines = (): readonly unknown[] => api.log.filter(({ message }) => message === 'request');
    await rest('alice', 'GET /v1/tasks?title.contains=secret-word');
    expect(lines()).toMatchObject([
      { operationName: 'rest_listTasks', counted: 'rest_listTasks', fields: ['listTasks'], status: 200 },
    ]);
    await rest('alice', 'PATCH /v1/projects/acme-rocket', {
      body: { address: { city: 'secret-word', country: 'CH' } },
    });
    await rest('alice', 'GET /v1/secret-word');
    expect(lines().slice(1)).toMatchObject([
      { operationName: 'rest_getProject', status: 200 },
      { operationName: 'rest_updateProject', status: 200 },
      { counted: 'other', status: 404, errors: 1 },
    ]);
    expect(JSON.stringify(api.log)).not.toContain('secret-word');
  });
});

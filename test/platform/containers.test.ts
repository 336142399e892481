import { openTestApi, type TestApi } from '../api.ts';
import { startFrozenContainer, type FrozenContainer } from './freezer.ts';
import { enterprise } from './plans-for-tests.ts';

const SDL = 'type Label @model { id: ID! name: String }';
const CHEAP = '{ countLabels }';
/** Costs 51 points by its estimate, and few in fact. */
const DEAR = '{ listLabels(limit: 50) { items { id } } }';
/** Milliseconds after which each timer of a call has expired. */
const FREEZE = 1_100;

describe('a container that Lambda freezes after each answer', () => {
  let container: FrozenContainer;
  beforeAll(async () => {
    container = await startFrozenContainer();
  });
  afterAll(() => container.stop());

  it('leaves no call running with its answer, and never lets its tenant pass without limits', async () => {
    for (const query of [DEAR, CHEAP, DEAR, '{ nothing }', CHEAP]) {
      const { status, running, troubles } = await container.ask('alice', query);
      expect([status, running, troubles]).toEqual([200, 0, []]);
      await container.freeze(FREEZE);
    }
  });

  it('writes the audit event of a refusal before the answer goes', async () => {
    const { status, running, troubles } = await container.ask(
      'bob',
      'mutation { deleteRole(name: "x") { name } }',
    );
    expect([status, running, troubles]).toEqual([200, 0, []]);
  });
});

describe('containers that end without a signal', () => {
  const DAY = '2026-11-24';
  let api: TestApi;
  beforeEach(async () => {
    api = await openTestApi({
      sdl: SDL,
      limits: true,
      plans: enterprise({ requestsPerSecond: 1000, costPerSecond: 10_000, requestsPerMonth: 1e6 }),
      now: () => Date.UTC(2026, 10, 24, 12),
    });
  });
  afterEach(() => api.close());

  const counted = async () => {
    await api.platform.usage.catchUp();
    const usage = await api.platform.usage.ledger.days('acme', { from: DAY, to: DAY });
    const month = await api.platform.buckets.read('acme');
    return {
      usage: usage.flatMap(({ requests, cost }) => [requests, cost]),
      month: [month.monthRequests, month.monthCost],
    };
  };

  it('count each request in the usage and in the month, if each answers one', async () => {
    for (let sent = 0; sent < 30; sent += 1)
      expect((await api.openContainer()('alice', CHEAP)).status).toBe(200);
    expect(await counted()).toEqual({ usage: [30, 30], month: [30, 30] });
  });

  it('count each request in the usage and in the month, if each answers 20', async () => {
    const answer = async (): Promise<void> => {
      const ask = api.openContainer();
      for (let sent = 0; sent < 20; sent += 1) expect((await ask('alice', CHEAP)).status).toBe(200);
    };
    await Promise.all(Array.from({ length: 3 }, answer));
    expect(await counted()).toEqual({ usage: [60, 60], month: [60, 60] });
  });
});

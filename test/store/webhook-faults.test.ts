import { deliveryId, newId, openWebhookDeliveries, type WebhookDeliveries } from '../../src/store/index.ts';
import { partitionQuery } from '../../src/store/dynamo/commands/partition-query.ts';
import { scopeOf } from '../tenants.ts';
import { startFaultProxy, type Fault, type FaultProxy, type ProxyCall } from './fault-proxy.ts';
import { startFixture, type Fixture } from './fixture.ts';

// A proxy between the deliveries and DynamoDB loses requests and answers, at each call of their life in turn.

const MINUTE = 60_000;
const MESSAGES = 3;
/** Repeats of what an error ended, before the test gives up. */
const REPEATS = 5;

let fixture: Fixture;
let proxy: FaultProxy;
let fault: (call: ProxyCall) => Fault | null = () => null;
beforeAll(async () => {
  fixture = await startFixture();
  proxy = await startFaultProxy(fixture.endpoint, (call) => fault(call));
});
afterAll(async () => {
  proxy.stop();
  await fixture.stop();
});

interface Life {
  /** The calls of DynamoDB. */
  readonly calls: number;
  /** Which messages a worker sent, with repeats. */
  readonly sent: readonly string[];
  readonly left: readonly { readonly status: string; readonly tries: number }[];
  /** Entries that are due at some time. */
  readonly entries: number;
  readonly isLookedAt: boolean;
}

let tenants = 0;

/** Enqueues messages, lets each fail once, delivers them and replays one, with a fault at one call. What fails is repeated. */
async function lifeWith(what: Fault | null, at: number): Promise<Life> {
  tenants += 1;
  const tenant = `faulty${tenants}`;
  let now = Date.parse('2026-11-30T12:00:00.000Z');
  const open = (endpoint?: string): WebhookDeliveries =>
    openWebhookDeliveries(scopeOf(tenant), fixture.sendOf(tenant, endpoint), { now: () => now });
  const deliveries = open(proxy.endpoint);
  let calls = 0;
  fault = () => {
    calls += 1;
    return calls - 1 === at ? what : null;
  };
  const webhookId = newId();
  const iso = (time: number): string => new Date(time).toISOString();
  const messages = Array.from({ length: MESSAGES }, (_, n) => ({
    ...{ id: deliveryId(webhookId, now, `event ${n}`), webhookId, event: 'Task.created' },
    ...{ body: `${n}`, as: 'ann', createdAt: iso(now) },
  }));
  const sent: string[] = [];
  const work = async (): Promise<void> => {
    for (const one of await deliveries.due(now, 10)) {
      const claimed = await deliveries.claim(one, now + MINUTE);
      if (!claimed) continue;
      sent.push(claimed.id);
      const attempt = { at: iso(now), status: 200, ms: 1, error: null };
      const outcome =
        claimed.tries === 0
          ? ({ is: 'RETRY', due: iso(now + MINUTE) } as const)
          : ({ is: 'DELIVERED' } as const);
      await deliveries.settle(claimed, attempt, outcome);
    }
  };
  const drain = async (): Promise<void> => {
    for (let next = await deliveries.nextDue(); next !== null; next = await deliveries.nextDue()) {
      now = Math.max(now, next);
      await work();
    }
  };
  await repeated(() => deliveries.enqueue(messages));
  await repeated(drain);
  await repeated(async () => {
    const first = await deliveries.get(messages[0]?.id ?? '');
    if (first) await deliveries.replay(first, null);
  });
  await repeated(drain);
  await repeated(() => deliveries.noteLook(now + MINUTE));
  let isLookedAt = false;
  await repeated(async () => (isLookedAt = (await deliveries.lookAt()) === now + MINUTE));
  fault = () => null;
  const around = open();
  const { records } = await around.list(webhookId, { status: null, limit: 10, after: null });
  const query = partitionQuery('__pk', `T#${tenant}#HOOKDUE#`, { limit: 100 });
  const { Items = [] } = await fixture.sendOf(tenant)(query);
  return {
    ...{ calls, sent, isLookedAt, entries: Items.length },
    left: records.map(({ status, tries }) => ({ status, tries })),
  };
}

/** Does work again that an error ended, as the queue does. */
async function repeated(work: () => Promise<unknown>): Promise<void> {
  for (let run = 1; ; run += 1)
    try {
      await work();
      return;
    } catch (error) {
      if (run === REPEATS) throw error;
    }
}

test.each<[string, Fault]>([
  ['loses its answer', { is: 'lost' }],
  ['cuts its answer', { is: 'cut' }],
  ['does not get it', { is: 'reset' }],
  ['fails', { is: 'broken' }],
  ['throttles', { is: 'throttled' }],
])(
  'each delivery ends once, is sent at most once more and leaves no entry, whichever call DynamoDB %s',
  async (_title, what) => {
    const { calls, sent } = await lifeWith(null, -1);
    const wrong: unknown[] = [];
    for (let at = 0; at < calls; at += 1) {
      const life = await lifeWith(what, at);
      const isDone = life.left.length === MESSAGES && life.left.every(({ status }) => status === 'DELIVERED');
      const isOnce = life.sent.length <= sent.length + 2 && new Set(life.sent).size === MESSAGES;
      if (!isDone || !isOnce || life.entries > 0 || !life.isLookedAt) wrong.push({ at, ...life });
    }
    expect(wrong).toEqual([]);
  },
  60_000,
);

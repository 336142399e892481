import {
  deliveryId,
  endpointOf,
  newId,
  openWebhookDeliveries,
  TTL,
  type AuditEvent,
  type DeliveryAttempt,
  type DeliveryRecord,
  type NewDelivery,
  type WebhookDeliveries,
} from '../../src/store/index.ts';
import { partitionQuery } from '../../src/store/dynamo/commands/partition-query.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';
import { scopeOf } from '../tenants.ts';
import { startFixture, type Fixture } from './fixture.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let fixture: Fixture;
let now: number;
let webhookId: string;
let acme: WebhookDeliveries;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  now = Date.parse('2026-11-30T12:00:00.000Z');
  webhookId = newId();
  acme = deliveriesOf(newTenant());
});

let tenants = 0;
function newTenant(): string {
  tenants += 1;
  return `acme${tenants}`;
}

function deliveriesOf(tenant: string): WebhookDeliveries {
  return openWebhookDeliveries(scopeOf(tenant), fixture.sendOf(tenant), { now: () => now });
}

function deliveryAt(at: number, cause = 'event', body = `{"n":${at}}`): NewDelivery {
  const id = deliveryId(webhookId, at, cause);
  return { id, webhookId, event: 'Task.created', body, as: 'ann', createdAt: iso(at) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function eventOf(action: string): AuditEvent {
  const actor = { type: 'user', id: 'ann', name: 'Ann' } as const;
  const place = { tenantId: 'acme', requestId: null, ip: null, entity: null, detail: null };
  return { id: newId(), at: iso(now), actor, action, outcome: 'DONE', ...place };
}

/** Returns all items of a partition of the tenant. */
async function itemsOf(partition: string): Promise<readonly Item[]> {
  const { Items = [] } = await fixture.direct(
    partitionQuery('__pk', `T#acme${tenants}#${partition}#`, { limit: 100 }),
  );
  return Items;
}

async function pendingEvents(): Promise<readonly string[]> {
  return (await itemsOf('AUDIT#NEW')).map(({ event }) => (JSON.parse(event as string) as AuditEvent).action);
}

async function claimFirst(): Promise<DeliveryRecord> {
  const [first] = await acme.due(now, 1);
  const claimed = first && (await acme.claim(first, now + MINUTE));
  if (!claimed) throw new Error('Nothing is due.');
  return claimed;
}

const FAILURE: DeliveryAttempt = { at: iso(0), status: 500, ms: 12, error: 'It answered 500.' };
const SUCCESS: DeliveryAttempt = { at: iso(1), status: 200, ms: 8, error: null };

describe('the id of a delivery', () => {
  it('is the same for the same cause, names its endpoint, and sorts by time', () => {
    const [early, late] = [deliveryId(webhookId, now, 'a'), deliveryId(webhookId, now + 1, 'a')];
    expect(deliveryId(webhookId, now, 'a')).toBe(early);
    expect(deliveryId(webhookId, now, 'b')).not.toBe(early);
    expect(early < late).toBe(true);
    expect(endpointOf(early)).toBe(webhookId);
    expect(endpointOf('msg_x')).toBeNull();
  });
});

describe('the deliveries of a tenant', () => {
  it('enqueue a message once, however often it comes', async () => {
    const start = now;
    const given = Array.from({ length: 60 }, (_, at) => deliveryAt(start + at));
    await acme.enqueue(given.slice(10, 30));
    now += 10;
    const claimed = await claimFirst();
    await acme.settle(claimed, SUCCESS, { is: 'DELIVERED' });
    await acme.enqueue([...given, ...given]);
    now += MINUTE;
    const due = await acme.due(now, 100);
    expect(due.map(({ id }) => id)).toEqual(given.map(({ id }) => id).filter((id) => id !== claimed.id));
    expect(await acme.get(claimed.id)).toMatchObject({ status: 'DELIVERED', due: null, tries: 1 });
  });

  it('enqueue bodies that are larger together than a transaction', async () => {
    const body = 'x'.repeat(250_000);
    const given = Array.from({ length: 20 }, (_, at) => deliveryAt(now + at, 'large', body));
    await acme.enqueue(given);
    now += MINUTE;
    const found = [...(await acme.due(now, 100))];
    expect(found.map(({ id }) => id)).toEqual(given.map(({ id }) => id));
    expect(found.every((one) => one.body === body)).toBe(true);
  });

  it('give a claimed delivery to one worker, and to another one after the lease', async () => {
    await acme.enqueue([deliveryAt(now)]);
    const [first] = await acme.due(now, 10);
    if (!first) throw new Error('Nothing is due.');
    const claims = await Promise.all(Array.from({ length: 5 }, () => acme.claim(first, now + MINUTE)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await acme.due(now, 10)).toEqual([]);
    expect(await acme.nextDue()).toBe(now + MINUTE);
    now += MINUTE;
    const [again] = await acme.due(now, 10);
    const taken = again && (await acme.claim(again, now + MINUTE));
    const lost = claims.find((claim) => claim !== null);
    if (!taken || !lost) throw new Error('The lease did not end.');
    expect(await acme.settle(lost, SUCCESS, { is: 'DELIVERED' })).toBeNull();
    expect(await acme.settle(taken, FAILURE, { is: 'FAILED' })).toMatchObject({ status: 'FAILED' });
    expect(await acme.nextDue()).toBeNull();
  });

  it('keep the last twelve attempts, and count all of them', async () => {
    await acme.enqueue([deliveryAt(now)]);
    for (let attempt = 1; attempt <= 14; attempt++) {
      const claimed = await claimFirst();
      now += MINUTE;
      await acme.settle(claimed, { ...FAILURE, ms: attempt }, { is: 'RETRY', due: iso(now) });
    }
    const found = await acme.get(deliveryAt(now - 14 * MINUTE).id);
    expect(found).toMatchObject({ status: 'PENDING', tries: 14, due: iso(now) });
    expect(found?.attempts.map(({ ms }) => ms)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('wait without an attempt, also until the same time', async () => {
    await acme.enqueue([deliveryAt(now)]);
    const claimed = await claimFirst();
    await acme.settle(claimed, null, { is: 'RETRY', due: iso(now) });
    const again = await claimFirst();
    expect(again).toMatchObject({ tries: 0, attempts: [], due: iso(now) });
    await acme.settle(again, null, { is: 'RETRY', due: iso(now + MINUTE) });
    expect(await acme.due(now, 1)).toEqual([]);
    expect(await acme.nextDue()).toBe(now + MINUTE);
  });

  it('replay an ended delivery with its id, once, and leave a pending one', async () => {
    await acme.enqueue([deliveryAt(now)]);
    const ended = await acme.settle(await claimFirst(), FAILURE, { is: 'FAILED' });
    if (!ended) throw new Error('The claim was lost.');
    now += DAY;
    const replayed = await Promise.all([1, 2, 3].map(() => acme.replay(ended, eventOf('webhook.replayed'))));
    expect(new Set(replayed.map((one) => one?.status))).toEqual(new Set(['PENDING']));
    const [due, ...more] = await acme.due(now, 10);
    expect(more).toEqual([]);
    expect(due).toMatchObject({ id: ended.id, tries: 0, attempts: [FAILURE], body: ended.body });
    expect(await pendingEvents()).toEqual(['webhook.replayed']);
  });

  it('record what a caller sends in the transaction that enqueues it', async () => {
    const ping = { ...deliveryAt(now), event: 'ping' };
    expect(await acme.request(ping, eventOf('webhook.tested'))).toMatchObject({ status: 'PENDING' });
    expect(await acme.request(ping, eventOf('webhook.tested'))).toMatchObject({ id: ping.id });
    expect(await pendingEvents()).toEqual(['webhook.tested']);
  });

  it('list those of one endpoint, the newest first, by status and time', async () => {
    const other = newId();
    const given = Array.from({ length: 30 }, (_, at) => deliveryAt(now + at));
    const foreign = { ...deliveryAt(now), webhookId: other, id: deliveryId(other, now, 'event') };
    await acme.enqueue([...given, foreign]);
    now += MINUTE;
    for (const delivery of await acme.due(now, 10)) {
      const claimed = delivery.webhookId === webhookId && (await acme.claim(delivery, now + 1));
      if (claimed) await acme.settle(claimed, FAILURE, { is: 'FAILED' });
    }
    const read = async (options: Partial<Parameters<WebhookDeliveries['list']>[1]>) => {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const page = await acme.list(webhookId, { status: null, limit: 7, ...options, after });
        found.push(...page.records.map(({ id }) => id));
        if (page.after === null) return found;
        ({ after } = page);
      }
    };
    const ids = given.map(({ id }) => id).reverse();
    expect(await read({})).toEqual(ids);
    const failed = await read({ status: 'FAILED', limit: 4 });
    expect(failed.length).toBeGreaterThanOrEqual(9);
    expect(failed).toEqual(ids.slice(-failed.length));
    expect(await read({ since: Date.parse(given[25]?.createdAt ?? '') })).toEqual(ids.slice(0, 5));
    expect(await acme.list(webhookId, { status: null, limit: 7, after: foreign.id })).toEqual({
      records: [],
      after: null,
    });
  });

  it('forget those that are due and gone, and go on', async () => {
    await acme.enqueue([deliveryAt(now), deliveryAt(now + 1)]);
    const [gone] = await acme.due(now, 1);
    const [item] = (await itemsOf('HOOK')).filter(({ id }) => id === gone?.id);
    if (!item) throw new Error('It is not there.');
    await fixture.sendOf(`acme${tenants}`)({
      name: 'DeleteItem',
      input: { Key: { __pk: item['__pk'] ?? null, __sk: item['__sk'] ?? null } },
    });
    expect((await acme.due(now + 1, 10)).map(({ createdAt }) => createdAt)).toEqual([iso(now + 1)]);
    expect(await acme.nextDue()).toBe(now + 1);
  });

  it('expire 30 days after they were enqueued or replayed', async () => {
    await acme.enqueue([deliveryAt(now)]);
    const expiry = async () => (await itemsOf('HOOK'))[0]?.[TTL];
    expect(await expiry()).toBe((now + 30 * DAY) / 1000);
    const ended = await acme.settle(await claimFirst(), FAILURE, { is: 'FAILED' });
    now += 10 * DAY;
    if (ended) await acme.replay(ended, null);
    expect(await expiry()).toBe((now + 30 * DAY) / 1000);
  });

  it('are not visible to another tenant, whatever ids it knows', async () => {
    const ping = deliveryAt(now);
    await acme.enqueue([ping]);
    const globex = deliveriesOf(newTenant());
    expect(await globex.get(ping.id)).toBeNull();
    expect(await globex.due(now + DAY, 10)).toEqual([]);
    expect((await globex.list(webhookId, { status: null, limit: 10, after: null })).records).toEqual([]);
    const [delivery] = await acme.due(now, 1);
    if (!delivery) throw new Error('Nothing is due.');
    expect(await globex.claim(delivery, now + MINUTE)).toBeNull();
    expect(await globex.replay({ ...delivery, status: 'FAILED' }, null)).toBeNull();
    expect(await acme.get(ping.id)).toMatchObject({ status: 'PENDING', tries: 0 });
  });
});

describe('the state of an endpoint', () => {
  it('counts failures in a row, and forgets them after a success', async () => {
    expect(await acme.state(webhookId)).toMatchObject({ failures: 0, failingSince: null });
    const failing = { webhookId, failures: 2, failingSince: iso(1000), lastDeliveryAt: null };
    await acme.failed(webhookId, iso(1000));
    expect(await acme.failed(webhookId, iso(2000))).toEqual({ ...failing, pausedUntil: null, pauses: 0 });
    const paused = { ...failing, pausedUntil: iso(now + MINUTE), pauses: 1 };
    expect(await acme.pause(webhookId, iso(now + MINUTE))).toEqual(paused);
    const sound = { webhookId, failures: 0, failingSince: null, pausedUntil: null, pauses: 0 };
    expect(await acme.succeeded(webhookId, iso(3000))).toEqual({ ...sound, lastDeliveryAt: iso(3000) });
    expect(await acme.state(webhookId)).toEqual({ ...sound, lastDeliveryAt: iso(3000) });
    await acme.forget(webhookId);
    expect(await acme.state(webhookId)).toEqual({ ...sound, lastDeliveryAt: null });
  });

  it('is paused by the first of several workers, and again when the pause is over or was ended', async () => {
    const until = (minutes: number): string => iso(now + minutes * MINUTE);
    await acme.pause(webhookId, until(1));
    expect(await acme.pause(webhookId, until(2))).toMatchObject({ pausedUntil: until(1), pauses: 1 });
    now += MINUTE;
    const again = until(2);
    expect(await acme.pause(webhookId, again)).toMatchObject({ pausedUntil: again, pauses: 2 });
    await acme.endPause(webhookId);
    await acme.endPause(webhookId);
    expect(await acme.state(webhookId)).toMatchObject({ pausedUntil: null, pauses: 2 });
    expect(await acme.pause(webhookId, again)).toMatchObject({ pausedUntil: again, pauses: 3 });
  });
});

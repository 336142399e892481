import { savedUserId } from '../../../src/tenant/index.ts';
import { deliveryId, type DeliveryRecord } from '../../../src/store/index.ts';
import { codesOf, dataOf } from '../../engine/answers.ts';
import {
  DELETE,
  DISABLE,
  HOUR,
  LOG,
  openWebhookRig,
  REPLAY,
  REPLAY_ALL,
  TEST,
  UPDATE,
  type WebhookRig,
} from './webhook-kit.ts';

let rig: WebhookRig;
let id: string;
beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.api.close());
beforeEach(async () => {
  rig.ahead += HOUR;
  ({ id } = await rig.create('alice'));
});

type Shown = Pick<DeliveryRecord, 'id' | 'status'> & { readonly payload: string | null };

/** Enqueues deliveries that the endpoint's caller may read, and lets them fail. */
async function failed(count: number, from = rig.now()): Promise<readonly string[]> {
  const webhook = await rig.record(id);
  const deliveries = rig.deliveries('acme');
  const given = Array.from({ length: count }, (_, at) => ({
    id: deliveryId(id, from + at, 'test'),
    webhookId: id,
    event: 'Task.created',
    body: `{"n":${at}}`,
    as: webhook ? savedUserId(webhook.caller) : '',
    createdAt: new Date(from + at).toISOString(),
  }));
  await deliveries.enqueue(given);
  rig.ahead += 1000;
  const attempt = { at: new Date(rig.now()).toISOString(), status: 503, ms: 20, error: 'It answered 503.' };
  for (const due of await deliveries.due(rig.now(), 1000)) {
    const claimed = await deliveries.claim(due, rig.now() + 1000);
    if (claimed) await deliveries.settle(claimed, attempt, { is: 'FAILED' });
  }
  return given.map((one) => one.id);
}

const log = async (variables: object, user = 'alice') => {
  const answer = dataOf(await rig.api.ask(user, LOG, { id, ...variables }));
  return answer['webhookDeliveries'] as { items: readonly Shown[]; nextToken: string | null };
};

describe('a test of an endpoint', () => {
  it('enqueues the event ping, with its audit event', async () => {
    const sent = dataOf(await rig.api.ask('alice', TEST, { id }))['sendTestWebhook'] as Shown;
    expect(sent).toMatchObject({ event: 'ping', status: 'PENDING', attempts: [], webhook: { id } });
    expect(JSON.parse(sent.payload ?? '')).toEqual({
      type: 'ping',
      timestamp: new Date(rig.now()).toISOString(),
      data: { webhook: id },
    });
    expect((await rig.deliveries('acme').due(rig.now(), 100)).map((one) => one.id)).toContain(sent.id);
    expect(await rig.events('webhook.tested')).toContainEqual(
      expect.objectContaining({ detail: { delivery: sent.id }, entity: { type: 'TenantWebhook', id } }),
    );
  });

  it('is sent once for an idempotency key', async () => {
    const first = await rig.askOnce('alice', `test-${id}`, TEST, { id });
    const second = await rig.askOnce('alice', `test-${id}`, TEST, { id });
    expect(dataOf(second)).toEqual(dataOf(first));
    expect((await log({})).items).toHaveLength(1);
    const { id: other } = await rig.create('alice');
    expect(codesOf(await rig.askOnce('alice', `test-${id}`, TEST, { id: other }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('is refused if the endpoint is disabled or gone', async () => {
    await rig.api.ask('alice', DISABLE, { id });
    expect(codesOf(await rig.api.ask('alice', TEST, { id }))).toEqual(['CONDITION_FAILED']);
    await rig.api.ask('alice', DELETE, { id });
    expect(codesOf(await rig.api.ask('alice', TEST, { id }))).toEqual(['NOT_FOUND']);
  });

  it('is refused to a member', async () => {
    expect(codesOf(await rig.api.ask('bob', TEST, { id }))).toEqual(['FORBIDDEN']);
  });
});

describe('the log of an endpoint', () => {
  it('shows deliveries with their attempts, the newest first', async () => {
    const ids = await failed(5);
    const { items, nextToken } = await log({ limit: 3 });
    const rest = await log({ limit: 3, nextToken });
    expect([...items, ...rest.items].map((one) => one.id)).toEqual([...ids].reverse());
    expect(rest.nextToken).toBeNull();
    expect(items[0]).toMatchObject({
      event: 'Task.created',
      status: 'FAILED',
      attempts: [{ status: 503, durationMs: 20, error: 'It answered 503.' }],
      nextAttemptAt: null,
      payload: '{"n":4}',
    });
    await rig.api.ask('alice', TEST, { id });
    expect((await log({ status: 'PENDING' })).items.map(({ status }) => status)).toEqual(['PENDING']);
  });

  it('shows a body only to the caller by whose rights it was made', async () => {
    await failed(1);
    expect((await log({}, 'olga')).items.map(({ payload }) => payload)).toEqual([null]);
    expect((await log({}, 'alice')).items.map(({ payload }) => payload)).toEqual(['{"n":0}']);
  });

  it('refuses a position of another endpoint', async () => {
    await failed(3);
    const { nextToken } = await log({ limit: 1 });
    const { id: other } = await rig.create('alice');
    expect(codesOf(await rig.api.ask('alice', LOG, { id: other, nextToken }))).toEqual(['INVALID_CURSOR']);
  });
});

describe('a replay', () => {
  it('sends an ended delivery again with its id, and is recorded', async () => {
    const [delivery = ''] = await failed(1);
    const replayed = dataOf(await rig.api.ask('alice', REPLAY, { id: delivery }));
    expect(replayed['replayWebhookDelivery']).toMatchObject({
      ...{ id: delivery, status: 'PENDING', payload: '{"n":0}' },
      nextAttemptAt: new Date(rig.now()).toISOString(),
    });
    await rig.api.ask('alice', REPLAY, { id: delivery });
    const events = await rig.events('webhook.replayed');
    expect(events.filter(({ entity }) => entity?.id === id).map(({ detail }) => detail)).toEqual([
      { delivery },
    ]);
  });

  it('has its effect once for an idempotency key, also after the delivery has ended again', async () => {
    const [delivery = ''] = await failed(1);
    const key = `replay-${id}`;
    await rig.askOnce('alice', key, REPLAY, { id: delivery });
    await failed(0);
    const again = dataOf(await rig.askOnce('alice', key, REPLAY, { id: delivery }));
    expect(again['replayWebhookDelivery']).toMatchObject({ id: delivery, status: 'FAILED' });
  });

  it('sends the failed deliveries since a time, with one audit event', async () => {
    await failed(3, rig.now() - 10_000);
    const ids = await failed(30);
    const since = new Date(rig.now() - 5000).toISOString();
    const answer = dataOf(await rig.api.ask('alice', REPLAY_ALL, { id, since }));
    expect(answer).toEqual({ replayWebhookDeliveries: { replayed: 30, complete: true } });
    const pending = (await log({ status: 'PENDING', limit: 100 })).items.map((one) => one.id);
    expect(pending).toEqual([...ids].reverse());
    const events = await rig.events('webhook.replayed');
    expect(events.filter(({ entity }) => entity?.id === id).map(({ detail }) => detail)).toEqual([{ since }]);
    expect(dataOf(await rig.api.ask('alice', REPLAY_ALL, { id, since }))).toEqual({
      replayWebhookDeliveries: { replayed: 0, complete: true },
    });
  });

  it('of several deliveries has its effect once for an idempotency key', async () => {
    await failed(4);
    const since = new Date(rig.now() - 5000).toISOString();
    const first = await rig.askOnce('alice', `all-${id}`, REPLAY_ALL, { id, since });
    await failed(0);
    const second = await rig.askOnce('alice', `all-${id}`, REPLAY_ALL, { id, since });
    expect(dataOf(first)).toEqual({ replayWebhookDeliveries: { replayed: 4, complete: true } });
    expect(dataOf(second)).toEqual(dataOf(first));
    expect((await log({ status: 'FAILED' })).items).toHaveLength(4);
  });

  it('sends no body to an endpoint that hears by the rights of another caller', async () => {
    const [delivery = ''] = await failed(1);
    await rig.api.ask('olga', UPDATE, { id, input: { url: 'https://elsewhere.example.test' } });
    expect(codesOf(await rig.api.ask('olga', REPLAY, { id: delivery }))).toEqual(['CONDITION_FAILED']);
    const since = new Date(0).toISOString();
    expect(dataOf(await rig.api.ask('olga', REPLAY_ALL, { id, since }))).toEqual({
      replayWebhookDeliveries: { replayed: 0, complete: true },
    });
  });
});

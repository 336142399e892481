import { savedUserId } from '../../src/tenant/index.ts';
import { deliveryId, newId } from '../../src/store/index.ts';
import type { Answer } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { partitionKeys } from '../golden/partition-keys.ts';
import { dump } from '../platform/dump.ts';
import {
  DELETE,
  DISABLE,
  ENABLE,
  LOG,
  openWebhookRig,
  READ,
  REPLAY,
  REPLAY_ALL,
  ROTATE,
  TEST,
  UPDATE,
  type WebhookRig,
} from '../platform/webhooks/webhook-kit.ts';

let rig: WebhookRig;
/** An endpoint of globex, and a delivery to it that has failed. */
let foreign: { readonly webhook: string; readonly delivery: string };

beforeAll(async () => {
  rig = await openWebhookRig();
  const { id: webhook } = await rig.create('carol');
  const delivery = deliveryId(webhook, rig.now(), 'globex');
  const record = await rig.record(webhook, 'globex');
  const deliveries = rig.deliveries('globex');
  await deliveries.enqueue([
    {
      id: delivery,
      webhookId: webhook,
      event: 'Task.created',
      body: '{"secret":"of globex"}',
      as: record ? savedUserId(record.caller) : '',
      createdAt: new Date(rig.now()).toISOString(),
    },
  ]);
  const [due] = await deliveries.due(rig.now(), 1);
  const claimed = due && (await deliveries.claim(due, rig.now() + 1000));
  if (claimed) await deliveries.settle(claimed, null, { is: 'FAILED' });
  foreign = { webhook, delivery };
});
afterAll(() => rig.api.close());

const DELIVERY = 'query ($id: ID!) { webhookDelivery(id: $id) { id payload } }';

/** Each root field that takes the id of an endpoint, or of a delivery. */
type Of = keyof typeof foreign;
const FIELDS: readonly (readonly [string, string, Of, object])[] = [
  ['webhook', READ, 'webhook', {}],
  ['webhookDeliveries', LOG, 'webhook', {}],
  ['webhookDelivery', DELIVERY, 'delivery', {}],
  ['updateWebhook', UPDATE, 'webhook', { input: { url: 'https://hooks.example.test/mine' } }],
  ['rotateWebhookSecret', ROTATE, 'webhook', {}],
  ['enableWebhook', ENABLE, 'webhook', {}],
  ['disableWebhook', DISABLE, 'webhook', {}],
  ['deleteWebhook', DELETE, 'webhook', {}],
  ['sendTestWebhook', TEST, 'webhook', {}],
  ['replayWebhookDelivery', REPLAY, 'delivery', {}],
  ['replayWebhookDeliveries', REPLAY_ALL, 'webhook', { since: '2020-01-01T00:00:00.000Z' }],
];

/** Returns what a caller sees of an answer, without the id that was asked for and the id of the request. */
function seen({ status, data, errors }: Answer, id: string): string {
  return JSON.stringify([status, data, errors])
    .replaceAll(id, '<id>')
    .replaceAll(/"requestId":"[^"]*"/g, '');
}

const itemsOfGlobex = async () => {
  const found = await dump(rig.api);
  return found.filter(({ key }) => /(T|TENANT)#globex/.test(key)).map(({ key, item }) => [key, item]);
};

describe('the webhooks of another tenant', () => {
  it.each(FIELDS)('are for %s as if they did not exist', async (_field, query, of, variables) => {
    const before = await itemsOfGlobex();
    const missing = of === 'webhook' ? newId() : deliveryId(newId(), rig.now(), 'none');
    const [theirs, none] = [
      await rig.api.ask('alice', query, { id: foreign[of], ...variables }),
      await rig.api.ask('alice', query, { id: missing, ...variables }),
    ];
    expect(seen(theirs, foreign[of])).toBe(seen(none, missing));
    expect(theirs.calls.map(({ command }) => command.name)).toEqual(
      none.calls.map(({ command }) => command.name),
    );
    const touched = [theirs, none].flatMap(({ calls }) =>
      calls.flatMap(({ command }) => partitionKeys(command)),
    );
    expect(touched.filter((partition) => !partition.startsWith('T#acme#'))).toEqual([]);
    expect(JSON.stringify(theirs)).not.toContain('of globex');
    expect(await itemsOfGlobex()).toEqual(before);
  });

  it('are in no list', async () => {
    const { id } = await rig.create('alice');
    const { webhooks } = dataOf(await rig.api.ask('alice', '{ webhooks(limit: 200) { items { id } } }'));
    const { items } = webhooks as { items: readonly { id: string }[] };
    expect(items.map((one) => one.id)).toContain(id);
    expect(items.map((one) => one.id)).not.toContain(foreign.webhook);
  });

  it.each(['webhooks(limit: 1)', 'webhookDeliveries(webhook: $id, limit: 1)'])(
    'do not open with a position of %s that another tenant got',
    async (field) => {
      const { id } = await rig.create('alice');
      await rig.create('alice');
      await rig.api.ask('alice', TEST, { id });
      await rig.api.ask('alice', TEST, { id });
      const query = (token: string) =>
        `query ($id: ID!) { page: ${field.replace(')', `${token})`)} { items { id } nextToken } ${field.includes('$id') ? '' : 'webhook(id: $id) { id }'} }`;
      const { page } = dataOf(await rig.api.ask('alice', query(''), { id }));
      const { nextToken } = page as { nextToken: string | null };
      expect(nextToken).not.toBeNull();
      const answer = await rig.api.ask('carol', query(`, nextToken: ${JSON.stringify(nextToken)}`), {
        id: foreign.webhook,
      });
      expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
    },
  );

  it('cannot be named by a cursor or an id that leads out of the tenant', async () => {
    for (const id of ['../globex', `${foreign.webhook}#`, 'T#globex', '', 'x'.repeat(5000)])
      for (const query of [READ, TEST, LOG]) {
        const answer = await rig.api.ask('alice', query, { id });
        const codes = answer.errors.map(({ extensions }) => extensions['code']);
        expect([[], ['NOT_FOUND']]).toContainEqual(codes);
      }
  });
});

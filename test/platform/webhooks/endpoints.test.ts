import { codesOf, dataOf } from '../../engine/answers.ts';
import { dump } from '../dump.ts';
import { refusalOf } from '../refusal-of.ts';
import {
  CREATE,
  DELETE,
  DISABLE,
  ENABLE,
  HOUR,
  INNER,
  openWebhookRig,
  READ,
  ROTATE,
  UPDATE,
  type WebhookRig,
} from './webhook-kit.ts';

let rig: WebhookRig;
beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.api.close());
beforeEach(() => {
  rig.ahead = 0;
});

const create = (input: object) =>
  rig.api.ask('alice', CREATE, { input: { url: 'https://hooks.example.test/x', ...input } });

describe('an endpoint', () => {
  it('has a secret that is shown once, and hears of all events by default', async () => {
    const made = dataOf(await create({ description: 'Billing' }));
    const { webhook, secret } = made['createWebhook'] as { webhook: { id: string }; secret: string };
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    expect(webhook).toMatchObject({
      url: 'https://hooks.example.test/x',
      events: ['*'],
      payload: 'FULL',
      status: 'ENABLED',
      disabledReason: null,
      createdBy: { name: 'alice' },
      actsAs: { name: 'alice' },
      oldSecretUntil: null,
      health: { failures: 0, failingSince: null, pausedUntil: null, lastDeliveryAt: null },
    });
    expect(dataOf(await rig.api.ask('alice', READ, { id: webhook.id }))).toEqual({ webhook });
    const record = await rig.record(webhook.id);
    expect(record?.secrets).toEqual([{ text: secret, until: null }]);
    expect(record?.caller).toMatchObject({ is: 'user', claims: { username: 'alice' } });
    const [event] = await rig.events('webhook.created');
    expect(event).toMatchObject({ entity: { type: 'TenantWebhook', id: webhook.id } });
    for (const shown of [event, rig.api.log]) expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it('keeps no token of its creator', async () => {
    const { id } = await rig.create('alice');
    const token = await rig.api.token('alice');
    expect(JSON.stringify(await rig.record(id))).not.toContain(token.split('.')[2]);
  });

  it('is listed for the tenant, without its secret', async () => {
    const { id, secret } = await rig.create('alice');
    const listed = await rig.api.ask('alice', '{ webhooks(limit: 200) { items { id } nextToken } }');
    expect(JSON.stringify(listed.data)).toContain(id);
    expect(JSON.stringify(listed.data)).not.toContain(secret);
  });

  test.each([
    [{ url: 'http://hooks.example.test' }, 'https'],
    [{ url: `https://${INNER}/x` }, 'url'],
    [{ url: 'https://169.254.169.254/latest/meta-data' }, 'url'],
    [{ url: 'https://user:secret@hooks.example.test' }, 'url'],
    [{ url: 'no url' }, 'url'],
    [{ url: ' ' }, 'url'],
    [{ description: 'two\nlines' }, 'description'],
    [{ events: [] }, 'events'],
    [{ events: ['Task.create'] }, 'Did you mean "Task.created"?'],
    [{ events: ['Label.created'] }, 'Label.created'],
    [{ events: ['ping'] }, 'ping'],
  ])('is refused with %j', async (input, why) => {
    const refusal = refusalOf(await create(input));
    expect(refusal).toMatch(/^INVALID_ARGUMENTS: /);
    expect(refusal).toContain(why);
  });

  it('takes events by name and by type', async () => {
    const { id } = await rig.create('alice', { events: ['Task.*', 'Project.deleted', 'Task.*'] });
    expect((await rig.record(id))?.events).toEqual(['Task.*', 'Project.deleted']);
    const { webhookEvents } = dataOf(await rig.api.ask('alice', '{ webhookEvents }'));
    const changes = ['created', 'updated', 'deleted'];
    expect(webhookEvents).toEqual(
      expect.arrayContaining(['Task', 'Project'].flatMap((type) => changes.map((one) => `${type}.${one}`))),
    );
    expect(webhookEvents).toHaveLength(6);
  });

  it('is not visible to members, and not changed by them', async () => {
    const { id } = await rig.create('alice');
    const answers = [
      await rig.api.ask('bob', CREATE, { input: { url: 'https://hooks.example.test' } }),
      await rig.api.ask('bob', READ, { id }),
      await rig.api.ask('bob', ROTATE, { id }),
      await rig.api.ask('bob', DELETE, { id }),
    ];
    expect(answers.map(codesOf)).toEqual(answers.map(() => ['FORBIDDEN']));
  });

  it('hears by the rights of who last chose its place or its events', async () => {
    const { id } = await rig.create('alice');
    const update = async (input: object) =>
      dataOf(await rig.api.ask('olga', UPDATE, { id, input }))['updateWebhook'];
    expect(await update({ description: 'Ours' })).toMatchObject({ actsAs: { name: 'alice' } });
    expect(await update({ url: 'https://hooks.example.test/x' })).toMatchObject({
      actsAs: { name: 'alice' },
    });
    expect(await update({ url: 'https://hooks.example.test/y' })).toMatchObject({
      createdBy: { name: 'alice' },
      actsAs: { name: 'olga' },
      description: 'Ours',
    });
    expect(await rig.record(id)).toMatchObject({ caller: { claims: { username: 'olga' } } });
    const events = await rig.events('webhook.updated');
    expect(events.map(({ detail }) => Object.keys(detail as object))).toEqual([['description'], ['url']]);
  });

  it('is refused with a new place that is not called', async () => {
    const { id } = await rig.create('alice');
    const moved = await rig.api.ask('alice', UPDATE, { id, input: { url: `https://${INNER}` } });
    expect(codesOf(moved)).toEqual(['INVALID_ARGUMENTS']);
  });

  it('can be disabled and enabled, and hears by the rights of who enabled it', async () => {
    const { id } = await rig.create('alice');
    await rig.deliveries('acme').failed(id, new Date(0).toISOString());
    const disabled = dataOf(await rig.api.ask('alice', DISABLE, { id }))['disableWebhook'];
    expect(disabled).toMatchObject({ status: 'DISABLED', disabledReason: 'alice disabled it.' });
    expect(disabled).toMatchObject({ health: { failures: 1 } });
    await rig.api.ask('alice', DISABLE, { id });
    const enabled = dataOf(await rig.api.ask('olga', ENABLE, { id }))['enableWebhook'];
    expect(enabled).toMatchObject({ status: 'ENABLED', disabledReason: null, actsAs: { name: 'olga' } });
    expect(enabled).toMatchObject({ health: { failures: 0 } });
    expect(dataOf(await rig.api.ask('alice', ENABLE, { id }))['enableWebhook']).toEqual(enabled);
    const actions = ['webhook.disabled', 'webhook.enabled'];
    const events = await Promise.all(actions.map((action) => rig.events(action)));
    expect(events.map((found) => found.filter(({ entity }) => entity?.id === id))).toEqual([
      [expect.objectContaining({ actor: expect.objectContaining({ name: 'alice' }) as unknown })],
      [expect.objectContaining({ actor: expect.objectContaining({ name: 'olga' }) as unknown })],
    ]);
  });

  it('is gone after its deletion, with its state', async () => {
    const { id } = await rig.create('alice');
    await rig.deliveries('acme').failed(id, new Date(0).toISOString());
    expect(dataOf(await rig.api.ask('alice', DELETE, { id }))).toEqual({ deleteWebhook: { id } });
    expect(dataOf(await rig.api.ask('alice', READ, { id }))).toEqual({ webhook: null });
    expect(codesOf(await rig.api.ask('alice', DELETE, { id }))).toEqual(['NOT_FOUND']);
    const keys = (await dump(rig.api)).map(({ key }) => key);
    expect(keys.filter((key) => key.includes(id) && !key.includes('#EVENT'))).toEqual([]);
  });
});

describe('the secret of an endpoint', () => {
  it('is replaced, and the old one signs for a day more', async () => {
    const { id, secret } = await rig.create('alice');
    const rotated = dataOf(await rig.api.ask('alice', ROTATE, { id }))['rotateWebhookSecret'] as {
      secret: string;
    };
    const until = new Date(rig.now() + 24 * HOUR).toISOString();
    expect(rotated).toMatchObject({ webhook: { oldSecretUntil: until } });
    expect((await rig.record(id))?.secrets).toEqual([
      { text: rotated.secret, until: null },
      { text: secret, until },
    ]);
    rig.ahead += 25 * HOUR;
    expect(dataOf(await rig.api.ask('alice', READ, { id }))).toMatchObject({
      webhook: { oldSecretUntil: null },
    });
  });

  it('is replaced at once without an overlap, and never leaves more than two', async () => {
    const { id, secret } = await rig.create('alice');
    await rig.api.ask('alice', ROTATE, { id });
    await rig.api.ask('alice', ROTATE, { id });
    expect((await rig.record(id))?.secrets).toHaveLength(2);
    expect((await rig.record(id))?.secrets.map(({ text }) => text)).not.toContain(secret);
    await rig.api.ask('alice', ROTATE, { id, overlapHours: 0 });
    expect((await rig.record(id))?.secrets).toHaveLength(1);
    expect(codesOf(await rig.api.ask('alice', ROTATE, { id, overlapHours: 169 }))).toEqual([
      'INVALID_ARGUMENTS',
    ]);
  });

  it('is shown again to a repeat with the idempotency key, and stored sealed until then', async () => {
    const input = { url: 'https://hooks.example.test/once' };
    const first = await rig.askOnce('alice', 'create-1', CREATE, { input });
    const second = await rig.askOnce('alice', 'create-1', CREATE, { input });
    expect(dataOf(second)).toEqual(dataOf(first));
    const { secret } = dataOf(first)['createWebhook'] as { secret: string };
    const holding = (await dump(rig.api)).filter(({ item }) => JSON.stringify(item).includes(secret));
    expect(holding).toHaveLength(1);
    const found = [];
    for await (const one of rig.api.control.all('webhooks', 'acme')) found.push(one);
    expect(found.filter(({ url }) => url === input.url)).toHaveLength(1);
  });
});

describe('the plan of a tenant', () => {
  it('limits its endpoints, also of requests at once', async () => {
    await rig.api.register.changeTenant('globex', { plan: 'free' });
    rig.ahead += 10_000;
    const input = { url: 'https://hooks.example.test/plan' };
    const made = await Promise.all([1, 2, 3, 4].map(() => rig.api.ask('carol', CREATE, { input })));
    const refused = made.filter(({ errors }) => errors.length > 0);
    expect(refused.map(refusalOf)).toEqual(
      [1, 2].map(
        () => 'QUOTA_EXCEEDED: The plan "free" has 2 webhooks, and this tenant has 2: delete one first.',
      ),
    );
    expect(dataOf(await rig.api.ask('carol', '{ tenant { plan { limits { webhooks } } } }'))).toEqual({
      tenant: { plan: { limits: { webhooks: 2 } } },
    });
  });
});

import { Webhook } from 'standardwebhooks';

import { savedUserId } from '../../src/tenant/index.ts';
import type { WebhookRecord } from '../../src/store/index.ts';
import { isSignedBy, newSecret, openRig, type Answering, type Rig } from './kit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ mails: true });
});
afterAll(() => rig.close());
afterEach(() => {
  rig.answer = () => ({ status: 204 });
});

async function create(name: string, more = ''): Promise<string> {
  const text = `mutation { createProject(input: { name: "${name}" ${more} }) { id } }`;
  const { data, errors } = await rig.api.ask('alice', text);
  expect(errors).toEqual([]);
  return (data as { createProject: { id: string } }).createProject.id;
}
/** Lets the time pass until the next attempt, or until the sender does not look any more. */
async function goOn(): Promise<void> {
  const { length } = rig.received;
  const { webhookMessages } = rig.api.background;
  for (let at = webhookMessages.nextAt(); at !== null; at = webhookMessages.nextAt()) {
    rig.clock.forward(Math.max(0, at - rig.clock.now()) + 1);
    await rig.behind.work();
    if (rig.received.length > length) return;
  }
}
async function end(endpoint: WebhookRecord): Promise<void> {
  await rig.api.control.transact(async (transaction) => {
    const known = await transaction.get('webhook', endpoint);
    if (known) transaction.remove('webhook', known);
  });
  rig.clock.forward(6 * SECOND);
}

/** Gives the creator of an endpoint other roles. */
async function setRoles({ caller }: WebhookRecord, roles: readonly string[]): Promise<void> {
  await rig.api.control.transact(async (transaction) => {
    const userId = savedUserId(caller);
    const member = await transaction.get('member', { tenantId: 'acme', userId });
    if (member) transaction.put('member', { ...member, roles });
  });
  rig.clock.forward(6 * SECOND);
}

describe('an endpoint', () => {
  it('gets one message for each change, which npm standardwebhooks accepts', async () => {
    const secret = newSecret();
    const endpoint = await rig.addEndpoint('acme', 'olga', { secrets: [{ text: secret, until: null }] });
    const id = await create('First');
    await rig.api.ask('alice', `mutation { updateProject(input: { id: "${id}", name: "Second" }) { id } }`);
    await rig.api.ask('alice', `mutation { deleteProject(input: { id: "${id}" }) { id } }`);
    await rig.behind.settle();
    const got = rig.at(endpoint);
    expect(got.map(({ message }) => [message.type, message.data['name']]).sort()).toEqual([
      ['Project.created', 'First'],
      ['Project.deleted', 'Second'],
      ['Project.updated', 'Second'],
    ]);
    const log = await rig.log(endpoint);
    expect(log.map(({ status, tries }) => [status, tries])).toEqual(Array(3).fill(['DELIVERED', 1]));
    expect(new Set(got.map((one) => one.id)).size).toBe(3);
    const receiver = new Webhook(secret);
    for (const { headers, body, message } of got)
      expect(receiver.verify(body, { ...headers })).toEqual(message);
    await end(endpoint);
  });

  it('hears only of the events that it names', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga', { events: ['Project.deleted', 'Task.*'] });
    const id = await create('Named');
    await rig.api.ask('alice', `mutation { createTask(input: { title: "A", projectId: "${id}" }) { id } }`);
    await rig.api.ask('alice', `mutation { createLabel(input: { name: "no webhook" }) { id } }`);
    await rig.behind.settle();
    expect(rig.at(endpoint).map(({ message }) => message.type)).toEqual(['Task.created']);
    await end(endpoint);
  });

  it('gets the key alone if it is thin', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga', { payload: 'THIN' });
    const id = await create('Thin');
    await rig.behind.settle();
    expect(rig.at(endpoint).map(({ message }) => message.data)).toEqual([{ id }]);
    await end(endpoint);
  });

  it('gets what a query shows to its creator: owners by name, objects whole, and no hidden field', async () => {
    // A role of the tenant may bring the permission without being ADMIN, who alone sees the budget.
    await rig.api.control.transact(async (transaction) => {
      const tenant = await transaction.get('tenant', { id: 'acme' });
      const permissions = ['TenantWebhook:create'];
      if (tenant)
        transaction.put('tenant', { ...tenant, roles: { Hooks: { description: '', permissions } } });
    });
    const ofAdmin = await rig.addEndpoint('acme', 'alice');
    const ofMember = await rig.addEndpoint('acme', 'bob');
    await setRoles(ofMember, ['MEMBER', 'Hooks']);
    const ofOther = await rig.addEndpoint('acme', 'olga', {
      caller: { is: 'user', claims: { sub: 'no-member', username: 'olga' }, expiresAt: 1e11 },
    });
    const id = await create('Shown', 'budget: 7, address: { city: "Berlin", country: "DE" }');
    await rig.behind.settle();
    const shown = { id, name: 'Shown', owner: 'alice', address: { city: 'Berlin' }, attachment: null };
    expect(rig.at(ofAdmin)[0]?.message.data).toMatchObject({ ...shown, budget: 7 });
    const ofBob = rig.at(ofMember)[0]?.message.data;
    expect(ofBob).toMatchObject(shown);
    expect(Object.keys(ofBob ?? {})).not.toContain('budget');
    expect(rig.at(ofOther)).toEqual([]);
    expect(await rig.endpoint(ofOther)).toMatchObject({ status: 'DISABLED' });
    for (const one of [ofAdmin, ofMember, ofOther]) await end(one);
  });

  it('gets a message of the same id when the stream repeats a change', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    const { changes } = rig.api.background;
    await create('Repeated');
    let records: Parameters<typeof changes>[0]['Records'] = [];
    const read = (): Promise<number> =>
      rig.api.background.streams.read((event) => {
        records = [...records, ...event.Records];
        return changes(event);
      });
    while ((await read()) > 0);
    await changes({ Records: records });
    await rig.behind.work();
    await changes({ Records: records });
    await rig.behind.work();
    expect(rig.at(endpoint)).toHaveLength(1);
    await end(endpoint);
  });

  it('gets two signatures while its old secret is still valid', async () => {
    const [old, current] = [newSecret(), newSecret()];
    const until = new Date(rig.clock.now() + HOUR).toISOString();
    const endpoint = await rig.addEndpoint('acme', 'olga', {
      secrets: [
        { text: current, until: null },
        { text: old, until },
      ],
    });
    await create('Two secrets');
    await rig.behind.settle();
    rig.clock.forward(HOUR);
    await create('One secret');
    await rig.behind.settle();
    const [both, one] = rig.at(endpoint);
    expect([current, old].map((secret) => both && isSignedBy(both, secret))).toEqual([true, true]);
    expect([current, old].map((secret) => one && isSignedBy(one, secret))).toEqual([true, false]);
    await end(endpoint);
  });
});

describe('a message that fails', () => {
  it('is tried ten times in three days, each with the same id and body, and is then given up', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga', { events: ['Project.created'] });
    // Another message succeeds meanwhile, so the endpoint lives on.
    rig.answer = () => ({ status: 500 });
    await create('Tried');
    await rig.behind.settle();
    while ((await (await rig.deliveriesOf('acme')).nextDue()) !== null) {
      await (await rig.deliveriesOf('acme')).succeeded(endpoint.id, new Date().toISOString());
      await goOn();
    }
    const got = rig.at(endpoint);
    expect(got).toHaveLength(10);
    expect(new Set(got.map(({ id, body }) => id + body)).size).toBe(1);
    expect(new Set(got.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
    const hours = ((got.at(-1)?.at ?? 0) - (got[0]?.at ?? 0)) / HOUR;
    expect(hours).toBeGreaterThan(64);
    expect(hours).toBeLessThan(80);
    const [message] = await rig.log(endpoint);
    expect(message).toMatchObject({ status: 'FAILED', tries: 10, due: null });
    expect(message?.attempts.every(({ status, error }) => status === 500 && error !== null)).toBe(true);
    expect(await rig.endpoint(endpoint)).toMatchObject({ status: 'ENABLED' });
    await end(endpoint);
  });

  it('uses up no attempt when its sender dies before it has recorded one', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    await create('Dies');
    await rig.behind.changes();
    const deliveries = await rig.deliveriesOf('acme');
    for (let death = 0; death < 12; death += 1) {
      const [due] = await deliveries.due(rig.clock.now(), 1);
      expect(due && (await deliveries.claim(due, rig.clock.now() + MINUTE))).not.toBeNull();
      expect(await deliveries.due(rig.clock.now(), 1)).toEqual([]);
      rig.clock.forward(MINUTE + SECOND);
    }
    expect(await rig.log(endpoint)).toMatchObject([{ status: 'PENDING', tries: 0, attempts: [] }]);
    await rig.behind.work();
    expect(await rig.log(endpoint)).toMatchObject([{ status: 'DELIVERED', tries: 1 }]);
    await end(endpoint);
  });

  it.each<[string, Answering, string]>([
    ['a redirect', { status: 302, headers: { location: '/other' } }, 'redirects are not followed'],
    ['an ended connection', 'end', 'ended the connection'],
    ['an error', { status: 400 }, '400'],
  ])('is tried again after %s', async (_, answer, text) => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => answer;
    await create('Again');
    await rig.behind.settle();
    rig.answer = () => ({ status: 200 });
    await goOn();
    const [message] = await rig.log(endpoint);
    expect(message).toMatchObject({ status: 'DELIVERED', tries: 2 });
    expect(message?.attempts[0]?.error).toContain(text);
    await end(endpoint);
  });

  it('waits as long as "retry-after" says, an hour at most', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await create('Busy');
    await rig.behind.settle();
    rig.answer = () => ({ status: 503, headers: { 'retry-after': '999999' } });
    await goOn();
    rig.answer = () => ({ status: 200 });
    await goOn();
    const [first, second, third] = rig.at(endpoint).map(({ at }) => at);
    expect(Math.round(((second ?? 0) - (first ?? 0)) / MINUTE)).toBe(2);
    expect(Math.round(((third ?? 0) - (second ?? 0)) / MINUTE)).toBe(60);
    await end(endpoint);
  });
});

describe('an endpoint that fails', () => {
  it('gets one message after each pause from the fifth failure on, and all others when it is well again', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => ({ status: 500 });
    for (let at = 0; at < 12; at += 1) await create(`Paused ${at}`);
    await rig.behind.settle();
    const began = rig.at(endpoint).length;
    expect(began).toBeLessThanOrEqual(12);
    const state = await (await rig.deliveriesOf('acme')).state(endpoint.id);
    expect(state.failures).toBeGreaterThanOrEqual(5);
    expect(state.pausedUntil).not.toBeNull();
    await goOn();
    expect(rig.at(endpoint).length - began).toBeLessThanOrEqual(2);
    rig.answer = () => ({ status: 200 });
    // Each message has a time of its own, at which it is put off or sent.
    for (let at = 0; at < 30; at += 1) await goOn();
    expect((await rig.log(endpoint)).map(({ status }) => status)).toEqual(Array(12).fill('DELIVERED'));
    await end(endpoint);
  });

  it('is paused for a minute, two and four, although ten messages fail at the same time', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => ({ status: 500 });
    for (let at = 0; at < 12; at += 1) await create(`Together ${at}`);
    await rig.behind.settle();
    const pauses: number[] = [];
    while (pauses.length < 3) {
      const { pausedUntil } = await (await rig.deliveriesOf('acme')).state(endpoint.id);
      const last = rig.at(endpoint).at(-1)?.at ?? 0;
      pauses.push(Math.round((Date.parse(pausedUntil ?? '') - last) / MINUTE));
      await goOn();
    }
    expect(pauses).toEqual([1, 2, 4]);
    expect(rig.at(endpoint)).toHaveLength(13);
    await end(endpoint);
  });

  it.each([
    ['a test', (id: string) => `sendTestWebhook(id: "${id}") { id }`],
    ['a replay', (_id: string, failed: string) => `replayWebhookDelivery(id: "${failed}") { id }`],
    [
      'a replay of many',
      (id: string) => `replayWebhookDeliveries(webhook: "${id}", since: "2020-01-01T00:00:00Z") { replayed }`,
    ],
  ])('is tried at once when an administrator asks for %s', async (name, ask) => {
    const isReplay = name !== 'a test';
    const endpoint = await rig.addEndpoint('acme', 'alice');
    rig.answer = () => ({ status: 500 });
    for (let at = 0; at < 7; at += 1) await create(`Asked ${at}`);
    await rig.behind.settle();
    const deliveries = await rig.deliveriesOf('acme');
    rig.clock.forward(6 * SECOND);
    const [first] = await deliveries.due(rig.clock.now(), 1);
    const claimed = first && (await deliveries.claim(first, rig.clock.now() + SECOND));
    if (claimed) await deliveries.settle(claimed, null, { is: 'FAILED' });
    const before = rig.at(endpoint).length;
    await rig.behind.settle();
    expect(rig.at(endpoint)).toHaveLength(before);
    rig.answer = () => ({ status: 204 });
    const { errors } = await rig.api.ask('alice', `mutation { ${ask(endpoint.id, first?.id ?? '')} }`);
    expect(errors).toEqual([]);
    await rig.behind.settle();
    const sent = (await rig.log(endpoint)).filter(({ id }) => isReplay || id !== first?.id);
    expect(sent.map(({ status }) => status)).toEqual(Array(7).fill('DELIVERED'));
    await end(endpoint);
  });

  it('is disabled after three days without a success, with an audit event and a mail', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => 'end';
    await create('Dead');
    await rig.behind.settle();
    for (let at = 0; at < 20; at += 1) await goOn();
    await rig.behind.settle();
    expect(await rig.endpoint(endpoint)).toMatchObject({
      status: 'DISABLED',
      disabledReason: 'No delivery has succeeded for three days.',
    });
    expect((await rig.log(endpoint)).map(({ status }) => status)).toEqual(['FAILED']);
    await rig.behind.settle();
    const { data } = await rig.api.ask('olga', '{ auditEvents(limit: 100) { items { action } } }');
    expect(JSON.stringify(data)).toContain('webhook.disabled');
    await end(endpoint);
  });

  it('is disabled at once by the status 410', async () => {
    const endpoint = await rig.addEndpoint('acme', 'olga');
    rig.answer = () => ({ status: 410 });
    await create('Gone');
    await rig.behind.settle();
    expect(rig.at(endpoint)).toHaveLength(1);
    expect(await rig.endpoint(endpoint)).toMatchObject({ status: 'DISABLED' });
    await create('Not sent');
    rig.clock.forward(6 * SECOND);
    await rig.behind.settle();
    expect(rig.at(endpoint)).toHaveLength(1);
    await end(endpoint);
  });

  it('is disabled when its creator has lost the right to it, and gets nothing more', async () => {
    const endpoint = await rig.addEndpoint('acme', 'alice');
    await setRoles(endpoint, ['MEMBER']);
    await rig.api.ask('bob', 'mutation { createProject(input: { name: "Left" }) { id } }');
    await rig.behind.settle();
    expect(rig.at(endpoint)).toEqual([]);
    expect(await rig.endpoint(endpoint)).toMatchObject({
      status: 'DISABLED',
      disabledReason: 'Its creator may not manage webhooks any more.',
    });
  });
});

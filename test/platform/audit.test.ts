import { createHash } from 'node:crypto';

import type { CustomResolvers } from '../../src/engine/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { EVENTS, page, auditEvents, withPlatform, type Event } from './audit-reader.ts';

/** More fields than fit into an event when all of them are long. */
const FIELDS = Array.from({ length: 25 }, (_, at) => `field${at}`);

const app = `
  type Deal @model @audit @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String!
    price: Int @sensitive
    note: String
    place: Place
    revision: Int @version
    parts: [Part] @hasMany(indexName: "byDeal", fields: ["id"], onDelete: CASCADE)
  }
  type Part @model @audit @auth(rules: [{ allow: private }]) {
    id: ID!
    dealId: ID @index(name: "byDeal")
    deal: Deal @belongsTo(fields: ["dealId"])
    secret: String @sensitive
  }
  type Stock @model @audit @auth(rules: [{ allow: private }]) {
    shop: ID! @primaryKey(sortKeyFields: ["count"])
    count: Int!
    note: String
  }
  type Memo @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
  }
  type Wide @model @audit @auth(rules: [{ allow: private }]) {
    id: ID!
    ${FIELDS.map((name) => `${name}: String`).join('\n')}
  }
  type Place {
    city: String
  }
  extend type Mutation {
    moveTwo(one: ID!, other: ID!): Boolean
  }
`;
const sdl = withPlatform(app);

const resolvers: CustomResolvers = {
  Mutation: {
    moveTwo: (_root: unknown, { one, other }: { readonly one: string; readonly other: string }, { store }) =>
      store.transact(async ({ Deal }) => {
        await Deal?.update({ id: one, title: 'Moved', price: 1 });
        await Deal?.update({ id: other, title: 'Moved', price: 2 });
        return true;
      }),
  },
};

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi({ sdl, resolvers });
});
afterEach(() => api.close());

const INTEGRITY = '{ auditIntegrity { ok events head { seq hash } firstBroken { seq kind why } } }';

const changesOf = ({ detail }: Event): unknown =>
  (JSON.parse(detail ?? '{}') as { changes?: unknown }).changes;
const createDeal = 'mutation ($input: CreateDealInput!) { createDeal(input: $input) { id } }';
const updateDeal = 'mutation ($input: UpdateDealInput!) { updateDeal(input: $input) { id } }';
const deleteDeal = 'mutation { deleteDeal(input: { id: "a" }) { id } }';
const deal = (id: string, more: object = {}): object => ({ input: { id, title: 'One', ...more } });

test('a write records its actor, its request and its changes, but no sensitive value', async () => {
  dataOf(await api.ask('alice', createDeal, deal('a', { price: 7_000_001, place: { city: 'Ulm' } })));
  dataOf(
    await api.ask('bob', updateDeal, {
      input: {
        id: 'a',
        title: 'Two',
        price: 7_000_002,
        note: 'new',
        place: { city: 'Ulm' },
        expectedVersion: 1,
      },
    }),
  );
  dataOf(await api.ask('alice', 'mutation { deleteDeal(input: { id: "a", expectedVersion: 2 }) { id } }'));
  const events = await auditEvents(api, 'alice');
  expect(events.map(({ action }) => action)).toEqual(['Deal.created', 'Deal.updated', 'Deal.deleted']);
  expect(events.map(({ actor }) => actor.name)).toEqual(['alice', 'bob', 'alice']);
  for (const event of events) {
    expect(event).toMatchObject({
      actor: { type: 'user' },
      entity: { type: 'Deal', id: 'a' },
      outcome: 'DONE',
    });
    expect(event['requestId']).toMatch(/^[0-9a-f-]{36}$/);
  }
  const [created, updated, deleted] = events.map(changesOf);
  expect(created).toMatchObject({
    title: { new: 'One' },
    price: { new: '[redacted]' },
    place: { new: { city: 'Ulm' } },
  });
  expect(updated).toEqual({
    title: { old: 'One', new: 'Two' },
    price: { old: '[redacted]', new: '[redacted]' },
    note: { old: null, new: 'new' },
  });
  expect(deleted).toMatchObject({
    title: { old: 'Two' },
    price: { old: '[redacted]' },
    note: { old: 'new' },
  });
  expect(JSON.stringify(events)).not.toMatch(/\b700000[12]\b/);
});

test('a batch, a transaction and a cascading delete record an event for each row', async () => {
  const createDeals = 'mutation ($input: [CreateDealInput!]!) { createDeals(input: $input) { id } }';
  const input = [
    { id: 'a', title: 'A', price: 7_000_001 },
    { id: 'b', title: 'B', price: 7_000_002 },
  ];
  dataOf(await api.ask('alice', createDeals, { input }));
  for (const id of ['p', 'q'])
    dataOf(
      await api.ask(
        'alice',
        `mutation { createPart(input: { id: "${id}", dealId: "a", secret: "hush" }) { id } }`,
      ),
    );
  dataOf(await api.ask('alice', 'mutation { moveTwo(one: "a", other: "b") }'));
  dataOf(await api.ask('alice', deleteDeal.replace('"a"', '"a", expectedVersion: 2')));
  const events = await auditEvents(api, 'alice');
  expect(events.map(({ action, entity }) => `${action} ${entity?.id}`).sort()).toEqual([
    'Deal.created a',
    'Deal.created b',
    'Deal.deleted a',
    'Deal.updated a',
    'Deal.updated b',
    'Part.created p',
    'Part.created q',
    'Part.deleted p',
    'Part.deleted q',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/hush|700000/);
});

test('a delete that is too large for one transaction records an event for each row', async () => {
  const createParts = 'mutation ($input: [CreatePartInput!]!) { createParts(input: $input) { id } }';
  dataOf(await api.ask('alice', createDeal, deal('a')));
  for (const part of [0, 1, 2]) {
    const input = Array.from({ length: 20 }, (_, at) => ({ id: `${part}-${at}`, dealId: 'a' }));
    dataOf(await api.ask('alice', createParts, { input }));
  }
  dataOf(await api.ask('alice', deleteDeal.replace('"a"', '"a", expectedVersion: 1')));
  const deleted = (await auditEvents(api, 'alice')).filter(({ action }) => action.endsWith('.deleted'));
  expect(deleted.map(({ action }) => action).sort()).toEqual([
    'Deal.deleted',
    ...Array<string>(60).fill('Part.deleted'),
  ]);
  expect(new Set(deleted.map(({ entity }) => `${entity?.type} ${entity?.id}`)).size).toBe(61);
});

test('a refused write, a failed transaction and a type without @audit record nothing', async () => {
  dataOf(await api.ask('alice', createDeal, deal('a', { place: { city: 'Ulm' } })));
  for (const [query, variables, code] of [
    [createDeal, deal('a'), 'ALREADY_EXISTS'],
    [updateDeal, { input: { id: 'none', title: 'x', expectedVersion: 1 } }, 'NOT_FOUND'],
    [
      updateDeal,
      { input: { id: 'a', title: 'x', place: { city: 'x' }, expectedVersion: 9 } },
      'VERSION_CONFLICT',
    ],
    ['mutation { moveTwo(one: "a", other: "none") }', {}, 'NOT_FOUND'],
  ] as const)
    expect(codesOf(await api.ask('alice', query, variables))).toEqual([code]);
  dataOf(await api.ask('alice', 'mutation { createMemo(input: { id: "m", text: "x" }) { id } }'));
  expect((await auditEvents(api, 'alice')).map(({ action }) => action)).toEqual(['Deal.created']);
});

test('an event shortens a long value, and only names the fields when all values together are too long', async () => {
  const note = 'é'.repeat(5000);
  dataOf(await api.ask('alice', createDeal, deal('a', { note })));
  const [event] = await auditEvents(api, 'alice');
  expect(changesOf(event as Event)).toMatchObject({
    note: { new: `${'é'.repeat(1000)}… (5000 characters in all)` },
  });

  const input = { id: 'w', ...Object.fromEntries(FIELDS.map((name) => [name, 'x'.repeat(999)])) };
  const createWide = 'mutation ($input: CreateWideInput!) { createWide(input: $input) { id } }';
  dataOf(await api.ask('alice', createWide, { input }));
  const [wide] = await auditEvents(api, 'alice', { entityType: 'Wide' });
  const { changed, note: why } = JSON.parse(wide?.detail ?? '{}') as { changed: string[]; note: string };
  expect(changed).toEqual(expect.arrayContaining(FIELDS));
  expect(why).toMatch(/^The values are too long to record: \d+ characters\.$/);
});

test('an event names a row with a composite key by the whole key', async () => {
  dataOf(await api.ask('alice', 'mutation { createStock(input: { shop: "s", count: 3 }) { shop } }'));
  expect((await auditEvents(api, 'alice'))[0]?.entity).toEqual({ type: 'Stock', id: '["s",3]' });
});

test('concurrent writers of one row each record the value that they replaced', async () => {
  dataOf(
    await api.ask('alice', 'mutation { createStock(input: { shop: "s", count: 1, note: "0" }) { shop } }'),
  );
  const update = 'mutation ($input: UpdateStockInput!) { updateStock(input: $input) { shop } }';
  await Promise.all(
    ['1', '2', '3', '4', '5', '6'].map(async (note) =>
      dataOf(await api.ask('alice', update, { input: { shop: 's', count: 1, note } })),
    ),
  );
  const changes = (await auditEvents(api, 'alice', { action: 'Stock.updated' })).map(changesOf) as {
    readonly note: { readonly old: string; readonly new: string };
  }[];
  const next = new Map(changes.map(({ note }) => [note.old, note.new]));
  const seen = ['0'];
  while (next.has(seen.at(-1) ?? '')) seen.push(next.get(seen.at(-1) ?? '') ?? '');
  expect(seen).toHaveLength(7);
});

test('a reader can compute the hashes from what the API returns', async () => {
  for (const id of ['a', 'b', 'c'])
    dataOf(await api.ask('alice', createDeal, deal(id, { note: 'ü "quoted" \\ \u2028' })));
  const { tenant } = dataOf(await api.ask('alice', '{ tenant { id } }')) as { tenant: { id: string } };
  const sorted = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : Array.isArray(value)
        ? value.map(sorted)
        : Object.fromEntries(
            Object.entries(value)
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([name, member]) => [name, sorted(member)]),
          );
  let prevHash = '';
  const events = await auditEvents(api, 'alice');
  for (const { text, hash, detail, ...event } of events) {
    expect(event.prevHash).toBe(prevHash);
    const whole = { ...event, tenantId: tenant.id, detail: JSON.parse(detail ?? 'null') as unknown };
    expect(JSON.stringify(sorted(whole))).toBe(text);
    prevHash = createHash('sha256').update(text).digest('hex');
    expect(hash).toBe(prevHash);
  }
  expect(dataOf(await api.ask('alice', INTEGRITY))['auditIntegrity']).toEqual({
    ok: true,
    events: events.length,
    head: { seq: events.length, hash: prevHash },
    firstBroken: null,
  });
});

test('auditEvents filters and pages events, the newest first', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) dataOf(await api.ask('alice', createDeal, deal(id)));
  dataOf(await api.ask('bob', updateDeal, { input: { id: 'c', title: 'Two', expectedVersion: 1 } }));
  const ids = async (filter: object): Promise<unknown[]> =>
    (await auditEvents(api, 'alice', filter)).map(({ seq }) => seq);
  const [first, , third] = await auditEvents(api, 'alice');
  expect(await ids({ action: 'Deal.updated' })).toEqual([6]);
  expect(await ids({ entityType: 'Deal', entityId: 'c' })).toEqual([3, 6]);
  expect(await ids({ actorId: first?.actor.id })).toEqual([1, 2, 3, 4, 5]);
  expect(await ids({ outcome: 'REFUSED' })).toEqual([]);
  expect(await ids({ from: third?.['at'] })).toEqual([3, 4, 5, 6]);
  expect(await ids({ to: third?.['at'] })).toEqual([1, 2]);
  const respelled = String(third?.['at']).replace('Z', '000000+00:00:00');
  expect(await ids({ from: respelled })).toEqual([3, 4, 5, 6]);
  expect(await ids({ to: respelled })).toEqual([1, 2]);

  const filter = { action: 'Deal.created' };
  const one = await page(api, 'alice', { filter, limit: 2 });
  const two = await page(api, 'alice', { filter, limit: 2, nextToken: one.nextToken });
  const three = await page(api, 'alice', { filter, limit: 2, nextToken: two.nextToken });
  expect([one, two, three].map(({ items }) => items.map(({ seq }) => seq))).toEqual([[5, 4], [3, 2], [1]]);
  expect(three.nextToken).toBeNull();
  for (const variables of [{ nextToken: one.nextToken }, { filter, limit: 0 }, { filter, limit: 201 }])
    expect(codesOf(await api.ask('alice', EVENTS, variables))).toHaveLength(1);
});

test('a tenant reads and seals only its own events, and a member without the permission reads none', async () => {
  dataOf(await api.ask('alice', createDeal, deal('a')));
  dataOf(await api.ask('carol', createDeal, deal('b', { title: 'Of globex' })));
  expect((await auditEvents(api, 'alice')).map(({ entity }) => entity?.id)).toEqual(['a']);
  const waiting = await api.direct({
    name: 'Query',
    input: {
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': '__pk' },
      ExpressionAttributeValues: { ':pk': 'T#globex#AUDIT#NEW#' },
      ScanIndexForward: true,
    },
  });
  expect(waiting.Items).toHaveLength(1);
  expect((await auditEvents(api, 'carol')).map(({ entity }) => entity?.id)).toEqual(['b']);
  const { nextToken } = await page(api, 'alice', { limit: 1 });
  expect(nextToken).toBeNull();
  for (const query of [EVENTS, INTEGRITY]) {
    const answer = await api.ask('bob', query);
    expect([answer.data, codesOf(answer)]).toEqual([null, ['FORBIDDEN']]);
  }
});

test('a custom role with the permission may read the audit', async () => {
  await api.register.changeTenant('acme', {
    roles: { Auditor: { description: null, permissions: ['TenantAuditEvent:read'] } },
  });
  const sub = (await api.control.list('members', 'acme')).records.find(({ username }) => username === 'bob');
  await api.register.putMembership({
    ...sub,
    tenantId: 'acme',
    userId: sub?.userId ?? '',
    roles: ['Auditor'],
  });
  dataOf(await api.ask('alice', createDeal, deal('a')));
  expect(await auditEvents(api, 'bob')).toHaveLength(1);
});

import { LOOK_UP_TTL, newApiKey } from '../../src/tenant/index.ts';
import { upkeepOf } from '../shared/background.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { eventually, auditEvents, withPlatform } from './audit-reader.ts';

const sdl = withPlatform(/* GraphQL */ `
  type Deal @model @auth(rules: [{ allow: private }]) {
    id: ID!
    parts: [Part] @hasMany(indexName: "byDeal", fields: ["id"])
  }
  type Part @model @auth(rules: [{ allow: private }]) {
    id: ID!
    dealId: ID @index(name: "byDeal")
  }
  extend type Mutation {
    approve: Boolean @permission(needs: "Deal:approve")
  }
`);

let api: TestApi;
let now = Date.now();
beforeAll(async () => {
  api = await openTestApi({
    sdl,
    resolvers: { Mutation: { approve: () => true } },
    now: () => now,
  });
});
afterAll(() => api.close());

test('the audit records a mutation without the permission once a request, with the refused fields', async () => {
  await api.ask('bob', 'mutation { approve again: approve }');
  expect(await eventually(api, 'alice', { action: 'permission.refused' })).toMatchObject({
    actor: { type: 'user', name: 'bob' },
    outcome: 'REFUSED',
    detail: JSON.stringify({
      refused: [
        { code: 'FORBIDDEN', field: 'approve' },
        { code: 'FORBIDDEN', field: 'approve' },
      ],
    }),
  });
});

test('the audit records a refused user once a minute', async () => {
  const [bob] = (await api.control.list('members', 'acme')).records.filter(
    ({ username }) => username === 'bob',
  );
  if (!bob) throw new Error('There is no bob.');
  const bearer = await api.token('bob');
  await api.register.putMembership({ ...bob, status: 'DISABLED' });
  now += LOOK_UP_TTL;
  const knock = () => api.askAs(bearer, '{ me { id } }');
  for (let times = 0; times < 5; times += 1) expect(codesOf(await knock())).toEqual(['FORBIDDEN']);
  const event = await eventually(api, 'alice', { action: 'access.refused' });
  expect(event).toMatchObject({ actor: { type: 'user', name: 'bob' }, outcome: 'REFUSED' });
  expect(JSON.parse(event.detail ?? '{}')).toMatchObject({ code: 'FORBIDDEN' });
  expect(await auditEvents(api, 'alice', { action: 'access.refused' })).toHaveLength(1);
  now += 61_000;
  await knock();
  while ((await auditEvents(api, 'alice', { action: 'access.refused' })).length < 2);
});

test('the audit records a revoked key by its name, and records nothing for a deleted tenant', async () => {
  const { id, text, secretHash } = newApiKey();
  await api.control.transact((transaction) => {
    transaction.add('apiKey', {
      id,
      tenantId: 'acme',
      name: 'robot',
      secretHash,
      roles: ['ADMIN'],
      scopes: null,
      createdBy: 'x',
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2999-01-01T00:00:00.000Z',
      revokedAt: '2026-01-02T00:00:00.000Z',
      lastUsedAt: null,
      replacedBy: null,
      impersonation: null,
    });
    return Promise.resolve();
  });
  expect(codesOf(await api.askAs(text, '{ me { id } }'))).toEqual(['UNAUTHENTICATED']);
  expect(await eventually(api, 'alice', { action: 'access.refused', actorId: id })).toMatchObject({
    actor: { type: 'apiKey', id, name: 'robot' },
  });
  const bearer = await api.token('dave');
  await api.register.setTenantStatus('globex', 'DELETED');
  expect(codesOf(await api.askAs(bearer, '{ me { id } }'))).toEqual(['FORBIDDEN']);
  expect((await api.control.list('events', 'globex')).records).toEqual([]);
});

test('the audit records an alarm when an index has a row of another tenant', async () => {
  await api.direct({
    name: 'PutItem',
    input: {
      Item: {
        __pk: 'T#globex#2',
        __sk: 'spy#',
        '1p': 'T#acme#2.1#a',
        '1s': 'spy#',
        id: 'spy',
        dealId: 'a',
      },
    },
  });
  dataOf(await api.ask('alice', 'mutation { createDeal(input: { id: "a" }) { id } }'));
  const answer = await api.ask('alice', '{ getDeal(id: "a") { parts { items { id } } } }');
  expect(dataOf(answer)).toEqual({ getDeal: { parts: { items: [] } } });
  const alarm = await eventually(api, 'alice', { action: 'isolation.alarm' });
  expect(JSON.parse(alarm.detail ?? '{}')).toEqual({ kind: 'foreign-row', type: 'Part', index: 'byDeal' });
});

test('the upkeep seals waiting events, and records the scope that it opens to resume a delete', async () => {
  await api.direct({
    name: 'PutItem',
    input: {
      Item: { __pk: 'T#acme#JOB#', __sk: 'j#', id: 'j', type: 'Deal', key: { id: 'none' } },
    },
  });
  await api.background.work(upkeepOf('acme', 'globex'));
  expect((await api.control.list('events', 'acme')).records).toEqual([]);
  const [opened] = await auditEvents(api, 'alice', { action: 'job.scopeOpened' });
  expect(opened).toMatchObject({ actor: { type: 'system', id: 'job' }, detail: '{"why":"resume jobs"}' });
});

test('the upkeep logs a delete whose type the schema lost once, keeps it, and records no scope for it', async () => {
  const scopes = (): Promise<readonly unknown[]> => auditEvents(api, 'alice', { action: 'job.scopeOpened' });
  const before = await scopes();
  const Item = { __pk: 'T#acme#JOB#', __sk: 'lost#', id: 'lost', type: 'Gone', key: { id: 'g' } };
  await api.direct({ name: 'PutItem', input: { Item } });
  const from = api.log.length;
  await api.background.work(upkeepOf('acme'));
  await api.background.work(upkeepOf('acme'));
  const log = api.log.slice(from);
  const lost = {
    level: 'error',
    message: 'job of a lost type',
    tenantId: 'acme',
    jobId: 'lost',
    type: 'Gone',
  };
  expect(log.filter(({ jobId }) => jobId === 'lost')).toEqual([lost]);
  expect(log.filter(({ message }) => message === 'jobs resumed')).toEqual([]);
  const Key = { __pk: Item.__pk, __sk: Item.__sk };
  expect((await api.direct({ name: 'GetItem', input: { Key } })).Item).toEqual(Item);
  expect(await scopes()).toEqual(before);
});

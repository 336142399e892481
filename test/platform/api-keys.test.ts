import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import type { ApiKeyRecord } from '../../src/tenant/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump } from './dump.ts';
import { codes, CREATE, keysOf, messages, REVOKE, ROTATE, withDefaults } from './keys.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let ahead = 0;
const now = (): number => Date.now() + ahead;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now });
});
afterAll(() => api.close());
beforeEach(() => {
  ahead = 0;
});

const { makeKey, rotate } = keysOf(() => api);

const record = (id: string, tenantId = 'acme'): Promise<ApiKeyRecord | null> =>
  api.control.get('apiKey', { tenantId, id });
const events = async (action: string) => {
  const found = [];
  for await (const event of api.control.all('events', 'acme')) if (event.action === action) found.push(event);
  return found;
};

describe('a key', () => {
  it('is shown once, and only its hash is stored', async () => {
    const { id, text } = await makeKey();
    expect(text).toMatch(new RegExp(`^tql_${id}_[\\w-]{43}$`));
    const secret = text.slice(`tql_${id}_`.length);
    const kept = await api.directory.lookUpKey(id);
    expect(kept.key).toEqual(await record(id));
    expect(kept.key?.secretHash).toMatch(/^[0-9a-f]{64}$/);
    const listed = await api.ask('alice', '{ apiKeys { items { id name status } } }');
    const recorded = await events('apiKey.created');
    for (const everything of [kept, listed, recorded, api.log, await dump(api)])
      expect(JSON.stringify(everything)).not.toContain(secret);
    expect(listed.data).toMatchObject({
      apiKeys: { items: expect.arrayContaining([{ id, name: 'robot', status: 'ACTIVE' }]) as unknown },
    });
    expect(recorded.at(-1)).toMatchObject({ entity: { id }, actor: { name: 'alice' } });
  });

  it('acts in the tenant of its record, with its own user id', async () => {
    const { id, text } = await makeKey();
    const answer = await api.askAs(text, '{ tenant { id } me { id username email roles tenants { id } } }');
    expect(answer.data).toEqual({
      tenant: { id: 'acme' },
      me: { id: `key:${id}`, username: `key:${id}`, email: null, roles: ['ADMIN'], tenants: null },
    });
  });

  it('stays in its tenant when an argument names a row of another, and is refused with the header of another', async () => {
    const { text } = await makeKey();
    const send = (header: string) =>
      api.handle({
        headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json', [header]: 'globex' },
        body: JSON.stringify({ query: '{ tenant { id } getProject(id: "globex-portal") { id } }' }),
      });
    expect(JSON.parse((await send('x-tenant-id')).body)).toEqual({
      data: { tenant: { id: 'acme' }, getProject: null },
    });
    expect((await send('x-tenant')).body).toContain('"code":"TENANT_MISMATCH"');
  });

  it('gets the same error with a wrong secret as a key that does not exist', async () => {
    const { id, text } = await makeKey();
    const wrong = await api.askAs(`tql_${id}_${'A'.repeat(43)}`, '{ tenant { id } }');
    const missing = await api.askAs(`tql_${'0'.repeat(20)}_${text.slice(-43)}`, '{ tenant { id } }');
    expect([wrong.status, codes(wrong)]).toEqual([401, ['UNAUTHENTICATED']]);
    expect(messages(missing)).toEqual(messages(wrong));
  });

  it('expires after 90 days by default, and after 365 at most', async () => {
    const { text, expiresAt } = await makeKey();
    expect(Math.round((Date.parse(expiresAt) - now()) / DAY)).toBe(90);
    ahead = 90 * DAY - 10_000;
    expect((await api.askAs(text, '{ tenant { id } }')).status).toBe(200);
    ahead = 90 * DAY + 1;
    const late = await api.askAs(text, '{ tenant { id } }');
    expect([codes(late), messages(late)]).toEqual([
      ['UNAUTHENTICATED'],
      ['The API key has expired: use another one.'],
    ]);
    for (const expiresInDays of [0, 366, -1])
      expect(codes(await api.ask('alice', CREATE, withDefaults({ expiresInDays })))).toEqual([
        'INVALID_ARGUMENTS',
      ]);
  });

  it('is refused within five seconds after it is revoked, which the audit records once', async () => {
    const { id, text } = await makeKey();
    expect((await api.askAs(text, '{ tenant { id } }')).status).toBe(200);
    const revoked = await api.ask('alice', REVOKE, { id });
    expect(revoked.data).toMatchObject({ revokeApiKey: { id, status: 'REVOKED' } });
    ahead += 5000;
    expect(messages(await api.askAs(text, '{ tenant { id } }'))).toEqual([
      'The API key was revoked: use another one.',
    ]);
    expect(await api.ask('alice', REVOKE, { id })).toMatchObject({ data: revoked.data });
    expect((await events('apiKey.revoked')).filter(({ entity }) => entity?.id === id)).toHaveLength(1);
  });

  it.each(['SUSPENDED', 'PROVISIONING', 'PURGING', 'DELETED'] as const)(
    'is refused when its tenant is %s',
    async (status) => {
      const { text } = await makeKey();
      try {
        await api.register.changeTenant('acme', {
          status,
          suspension: status === 'SUSPENDED' ? { mode: 'BLOCKED', reason: 'unpaid' } : null,
        });
        ahead += 5000;
        expect((await api.askAs(text, '{ tenant { id } }')).status).toBe(403);
      } finally {
        await api.register.changeTenant('acme', { status: 'ACTIVE', suspension: null });
      }
    },
  );

  it('owns the rows that it creates, and no row of a member with the same name', async () => {
    const { id, text } = await makeKey({ name: 'bob', roles: ['MEMBER'] });
    const foreign = await api.askAs(
      text,
      'mutation { updateTask(input: { id: "acme-task-1", title: "mine" }) { id } }',
    );
    expect(codes(foreign)).toEqual(['FORBIDDEN']);
    const made = await api.askAs(
      text,
      'mutation { createTask(input: { projectId: "acme-rocket", title: "a" }) { id owner } }',
    );
    const task = made.data?.['createTask'] as { id: string; owner: string };
    expect(task.owner).toBe(`key:${id}`);
    const own = await api.askAs(
      text,
      `mutation { updateTask(input: { id: "${task.id}", title: "b" }) { title } }`,
    );
    expect(own.data).toEqual({ updateTask: { title: 'b' } });
    const bobs = await api.ask(
      'bob',
      `mutation { updateTask(input: { id: "${task.id}", title: "c" }) { title } }`,
    );
    expect(codes(bobs)).toEqual(['FORBIDDEN']);
  });
});

describe('a rotation', () => {
  it('makes a key with equal rights, and the old key works until the overlap ends', async () => {
    const old = await makeKey({ roles: ['MEMBER'], scopes: ['Tenant:read'], expiresInDays: 30 });
    ahead = DAY;
    const fresh = await rotate(old.id, 2);
    expect(fresh).toMatchObject({ roles: ['MEMBER'], scopes: ['Tenant:read'] });
    expect(Math.round((Date.parse(fresh.expiresAt) - now()) / DAY)).toBe(30);
    expect(await record(old.id)).toMatchObject({ replacedBy: fresh.id });
    ahead += 2 * HOUR - 10_000;
    for (const { text } of [old, fresh])
      expect((await api.askAs(text, '{ tenant { id } }')).data).toEqual({ tenant: { id: 'acme' } });
    ahead += 10_001;
    expect(codes(await api.askAs(old.text, '{ tenant { id } }'))).toEqual(['UNAUTHENTICATED']);
    expect((await api.askAs(fresh.text, '{ tenant { id } }')).status).toBe(200);
  });

  it('overlaps by a day by default, and an overlap of 0 ends the old key immediately', async () => {
    const day = await makeKey();
    await rotate(day.id);
    expect(Date.parse((await record(day.id))?.expiresAt ?? '') - now()).toBeGreaterThan(DAY - 60_000);
    const zero = await makeKey();
    await rotate(zero.id, 0);
    expect(codes(await api.askAs(zero.text, '{ tenant { id } }'))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await api.ask('alice', ROTATE, { id: zero.id, overlapHours: 169 }))).toEqual([
      'INVALID_ARGUMENTS',
    ]);
  });

  it('never extends the life of the old key, and is refused the second time', async () => {
    const old = await makeKey({ expiresInDays: 1 });
    ahead = DAY - HOUR;
    const fresh = await rotate(old.id, 24);
    expect((await record(old.id))?.expiresAt).toBe(old.expiresAt);
    const again = await api.ask('alice', ROTATE, { id: old.id });
    expect([codes(again), messages(again)]).toEqual([
      ['CONDITION_FAILED'],
      [`The API key "${old.id}" was rotated already: "${fresh.id}" takes its place.`],
    ]);
  });

  it('is refused for a revoked key', async () => {
    const { id } = await makeKey();
    await api.ask('alice', REVOKE, { id });
    expect(codes(await api.ask('alice', ROTATE, { id }))).toEqual(['CONDITION_FAILED']);
  });

  it('is refused to a user who could not make a key with the same rights', async () => {
    const { id } = await makeKey({ roles: ['OWNER'] }, 'olga');
    expect(codes(await api.ask('alice', ROTATE, { id }))).toEqual(['FORBIDDEN']);
    expect((await rotate(id, 0, 'olga')).roles).toEqual(['OWNER']);
  });
});

describe('the keys of a tenant', () => {
  it('look like missing keys to another tenant', async () => {
    const { id } = await makeKey({}, 'carol');
    const missing = '0'.repeat(20);
    for (const query of [ROTATE, REVOKE]) {
      const foreign = await api.ask('alice', query, { id });
      expect(codes(foreign)).toEqual(['NOT_FOUND']);
      const none = await api.ask('alice', query, { id: missing });
      expect(messages(foreign).join().replaceAll(id, '')).toBe(messages(none).join().replaceAll(missing, ''));
    }
    for (const strange of ['', '#', 'META', 'x'.repeat(5000)])
      expect(codes(await api.ask('alice', REVOKE, { id: strange }))).toEqual(['NOT_FOUND']);
    const listed = await api.ask('alice', '{ apiKeys(limit: 200) { items { id } } }');
    expect(JSON.stringify(listed.data)).not.toContain(id);
    expect(await record(id, 'globex')).toMatchObject({ revokedAt: null, replacedBy: null });
  });

  it('do not include those of operators, which an admin sees apart and can revoke', async () => {
    const { id } = await makeKey();
    await api.control.transact(async (transaction) => {
      const key = await transaction.get('apiKey', { tenantId: 'acme', id });
      if (!key) throw new Error('There is no key.');
      const impersonation = { operatorId: 'op-1', operator: 'sid', reason: 'ticket 7' };
      transaction.put('apiKey', { ...key, impersonation });
    });
    const lists = await api.ask(
      'alice',
      '{ apiKeys(limit: 200) { items { id } } impersonations { items { id operator reason status } nextToken } }',
    );
    expect(JSON.stringify(lists.data?.['apiKeys'])).not.toContain(id);
    expect(lists.data?.['impersonations']).toEqual({
      items: [{ id, operator: 'sid', reason: 'ticket 7', status: 'ACTIVE' }],
      nextToken: null,
    });
    expect(codes(await api.ask('alice', ROTATE, { id }))).toEqual(['NOT_FOUND']);
    expect((await api.ask('alice', REVOKE, { id })).data).toMatchObject({
      revokeApiKey: { status: 'REVOKED' },
    });
    expect(await events('impersonation.revoked')).toHaveLength(1);
  });

  it('are listed in pages, and a cursor of one tenant is refused in another', async () => {
    await makeKey();
    await makeKey();
    const first = await api.ask('alice', '{ apiKeys(limit: 1) { items { id } nextToken } }');
    const { items, nextToken } = first.data?.['apiKeys'] as { items: unknown[]; nextToken: string };
    expect(items).toHaveLength(1);
    const NEXT = 'query ($nextToken: String) { apiKeys(limit: 1, nextToken: $nextToken) { items { id } } }';
    expect((await api.ask('alice', NEXT, { nextToken })).data).not.toEqual(first.data);
    expect(codes(await api.ask('carol', NEXT, { nextToken }))).toEqual(['INVALID_CURSOR']);
  });

  it('are 100 at most, also when several are made concurrently', async () => {
    await api.register.putTenant({ id: 'crowd' });
    const time = new Date(now() + DAY).toISOString();
    for (let part = 0; part < 98; part += 49)
      await api.control.transact((transaction) => {
        for (let n = part; n < part + 49; n += 1)
          transaction.add('apiKey', {
            ...keyRecord(`${n}`.padStart(20, '0')),
            tenantId: 'crowd',
            expiresAt: time,
          });
        return Promise.resolve();
      });
    const { sub } = await api.cognito.putUser({
      username: 'cora',
      email: 'cora@crowd.test',
      password: 'Cora-2026!',
    });
    await api.register.putMembership({ tenantId: 'crowd', userId: sub, username: 'cora', roles: ['OWNER'] });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.ask('cora', CREATE, withDefaults({ roles: ['MEMBER'] }))),
    );
    expect(answers.flatMap(codes)).toEqual(Array(4).fill('QUOTA_EXCEEDED'));
    ahead = DAY;
    expect(codes(await api.ask('cora', CREATE, withDefaults({ roles: ['MEMBER'] })))).toEqual([]);
  });
});

describe('lastUsedAt', () => {
  it('is written once for 20 concurrent requests, and again after a minute', async () => {
    const { id, text } = await makeKey();
    const writes = jest.spyOn(api.platform.control, 'transact');
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => api.askAs(text, '{ tenant { id } }')),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(writes).toHaveBeenCalledTimes(1);
      const first = (await record(id))?.lastUsedAt ?? '';
      expect(Math.abs(Date.parse(first) - now())).toBeLessThan(60_000);
      ahead = 59_000;
      await api.askAs(text, '{ tenant { id } }');
      expect(writes).toHaveBeenCalledTimes(1);
      ahead = 61_000;
      await api.askAs(text, '{ tenant { id } }');
      expect(writes).toHaveBeenCalledTimes(2);
      const second = (await record(id))?.lastUsedAt ?? '';
      expect(Date.parse(second) - Date.parse(first)).toBeGreaterThan(60_000);
      expect((await api.directory.lookUpKey(id)).key?.lastUsedAt).toBe(second);
    } finally {
      writes.mockRestore();
    }
  });

  it('is written in parallel with the request, and the answer waits for the write', async () => {
    const { text } = await makeKey();
    let release = (): void => undefined;
    const written = new Promise<void>((resolve) => (release = resolve));
    const writes = jest.spyOn(api.platform.control, 'transact').mockReturnValue(written);
    try {
      const settled = jest.fn();
      const create = 'mutation { createLabel(input: { id: "in-parallel", name: "a label" }) { id } }';
      const answer = api.askAs(text, create).finally(settled);
      const found = async (): Promise<unknown> =>
        (await api.ask('olga', '{ getLabel(id: "in-parallel") { id } }')).data?.['getLabel'];
      while (!(await found())) await setImmediate();
      for (let turns = 0; turns < 20; turns += 1) await setImmediate();
      expect(settled).not.toHaveBeenCalled();
      release();
      expect((await answer).data).toEqual({ createLabel: { id: 'in-parallel' } });
    } finally {
      writes.mockRestore();
    }
  });

  it('does not fail a request when it cannot be written', async () => {
    const { text } = await makeKey();
    const writes = jest.spyOn(api.platform.control, 'transact').mockRejectedValue(new Error('away'));
    try {
      expect((await api.askAs(text, '{ tenant { id } }')).errors).toEqual([]);
    } finally {
      writes.mockRestore();
    }
    expect(api.log).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'background work failed' }),
    );
  });

  it('is not written for a request that was refused', async () => {
    const { id } = await makeKey();
    await api.askAs(`tql_${id}_${'A'.repeat(43)}`, '{ tenant { id } }');
    expect((await record(id))?.lastUsedAt).toBeNull();
  });
});

test('secrets are compared in constant time', () => {
  const source = readFileSync('src/tenant/api-key.ts', 'utf8');
  expect(source).toMatch(/timingSafeEqual\(/);
  expect(source).not.toMatch(/secretHash\s*===|===\s*secretHash/);
});

function keyRecord(id: string): ApiKeyRecord {
  return {
    id,
    tenantId: 'acme',
    name: 'robot',
    secretHash: '0'.repeat(64),
    roles: ['MEMBER'],
    scopes: null,
    createdBy: 'someone',
    createdAt: new Date(now()).toISOString(),
    expiresAt: new Date(now() + DAY).toISOString(),
    revokedAt: null,
    lastUsedAt: null,
    replacedBy: null,
    impersonation: null,
  };
}

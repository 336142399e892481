import {
  dropExpiredItems,
  openConnectionRecords,
  openSubscriptions,
  positionOf,
  type Connections,
  type Subscriptions,
} from '../../src/store/index.ts';
import { partitionQuery } from '../../src/store/dynamo/commands/partition-query.ts';
import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';
import type { SavedCaller } from '../../src/tenant/index.ts';
import { scopeOf } from '../tenants.ts';
import { startFixture, type Fixture } from './fixture.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const SECONDS = NOW / 1000;
const caller: SavedCaller = { is: 'key', keyId: 'k1', expiresAt: SECONDS + 3600 };

let fixture: Fixture;
let tenants = 0;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const open = (): Subscriptions => {
  const tenant = `t${(tenants += 1)}`;
  return openSubscriptions(scopeOf(tenant), fixture.realtimeSend(tenant), () => NOW);
};

describe('the log of events', () => {
  const entry = (at: number, sequence: string) => ({
    position: positionOf({ at, sequence }),
    eventId: `e${sequence}`,
    event: { is: 'update', row: { id: sequence, text: '', n: 0.5, list: [null] } } as const,
    expiresAt: SECONDS + 60,
  });

  it('returns what follows a position, in the order of time and then of the stream', async () => {
    const { log } = open();
    const entries = [
      entry(NOW, '9'),
      entry(NOW + 999, '10'),
      entry(NOW + 1000, '2'),
      entry(NOW + 1000, '4921600000000055032834527'),
    ];
    await log.append('Task', [...entries].reverse());
    await log.append('Task', entries.slice(1, 2));
    await log.append('Task2', [entry(NOW, '11')]);
    await log.append('Tas', [entry(NOW, '12')]);
    expect(await log.after('Task', '', 10)).toEqual(entries);
    expect(await log.after('Task', entries[1]?.position ?? '', 10)).toEqual(entries.slice(2));
    expect(await log.after('Task', positionOf({ at: NOW + 1000, sequence: '0' }), 1)).toEqual([entries[2]]);
    expect(await log.after('Task', entries[3]?.position ?? '', 10)).toEqual([]);
  });

  it('keeps the place of an event whose row is too large for an item', async () => {
    const { log } = open();
    const large = { ...entry(NOW, '1'), event: { is: 'create', row: { id: 'x'.repeat(399_000) } } as const };
    await log.append('Task', [large]);
    expect(await log.after('Task', '', 1)).toEqual([{ ...large, event: null }]);
  });
});

describe('the records of connections', () => {
  const connections = (): Connections => openConnectionRecords(fixture.connectionSend('socket'));
  const saved = { tenantId: 'acme', saved: caller };

  it('have one caller and many tenants, and are found until they are removed', async () => {
    const records = connections();
    await records.open({ id: 'L0SM9cOFvHcCIhw=', protocol: 'graphql-ws', openedAt: NOW, refused: null });
    expect(await records.initialise('L0SM9cOFvHcCIhw=', saved)).toBe('done');
    expect(await records.initialise('L0SM9cOFvHcCIhw=', saved)).toBe('again');
    for (const id of ['globex', 'acme', 'globex'])
      expect(await records.addTenant('L0SM9cOFvHcCIhw=', id)).toBe('done');
    const found = await records.find('L0SM9cOFvHcCIhw=');
    expect(found).toEqual({
      id: 'L0SM9cOFvHcCIhw=',
      protocol: 'graphql-ws',
      openedAt: NOW,
      refused: null,
      caller: saved,
      tenants: ['acme', 'globex'],
    });
    expect(await records.remove('L0SM9cOFvHcCIhw=')).toEqual(found);
    expect(await records.find('L0SM9cOFvHcCIhw=')).toBeNull();
    expect(await records.remove('L0SM9cOFvHcCIhw=')).toBeNull();
    expect(await records.initialise('L0SM9cOFvHcCIhw=', saved)).toBe('gone');
    expect(await records.addTenant('L0SM9cOFvHcCIhw=', 'acme')).toBe('gone');
    expect(await records.find('L0SM9cOFvHcCIhw=')).toBeNull();
  });

  it('keep why the gate refused the caller of a handshake', async () => {
    const records = connections();
    const refused = { code: 'TENANT_SUSPENDED', message: 'This tenant is suspended.' } as const;
    await records.open({ id: 'refused', protocol: 'graphql-ws', openedAt: NOW, refused });
    expect(await records.remove('refused')).toMatchObject({ refused, caller: null, tenants: [] });
  });

  it('are listed whole by their shards, page by page', async () => {
    const records = connections();
    const ids = Array.from({ length: 50 }, (_, at) => `c${at}`);
    for (const id of ids)
      await records.open({ id, protocol: 'graphql-transport-ws', openedAt: NOW, refused: null });
    const listed: string[] = [];
    for (let shard = 0; shard < 16; shard++)
      for (let after: string | null = null; ;) {
        const page = await records.page(shard, after);
        listed.push(...page.connections.map(({ id }) => id));
        if (page.next === null) break;
        after = page.next;
      }
    expect([...listed].sort()).toEqual([...ids].sort());
    for (const id of ids) await records.remove(id);
  });

  it('remember where a sweep was', async () => {
    const records = connections();
    expect(await records.round()).toBeNull();
    const round = { shard: 3, after: 'c', keepsAlive: true, keptAliveAt: NOW };
    await records.saveRound(round);
    expect(await records.round()).toEqual(round);
  });
});

describe('the table of subscriptions', () => {
  it('denies the session of a tenant every item of another one and of connections', async () => {
    const own = fixture.realtimeSend('acme');
    const foreign = ['T#globex#ON#', 'T#acme2#ON#', 'T#acme', 'T#', 'C#0', 'C#ROUND'];
    for (const pk of foreign) {
      const key = { [PK]: pk, [SK]: 'x#' };
      for (const command of [
        { name: 'GetItem', input: { Key: key } },
        { name: 'PutItem', input: { Item: key } },
        { name: 'DeleteItem', input: { Key: key } },
        partitionQuery(PK, pk, { limit: 1 }),
        { name: 'TransactWriteItems', input: { TransactItems: [{ Put: { Item: key } }] } },
        { name: 'BatchWriteItem', input: { PutItems: [{ [PK]: 'T#acme#ON#', [SK]: 'x#' }, key] } },
      ] as const)
        await expect(own(command)).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });

  it('denies the role of the function every item of a tenant', async () => {
    const send = fixture.connectionSend('socket');
    for (const command of [
      { name: 'GetItem', input: { Key: { [PK]: 'T#acme#ON#', [SK]: 'x#' } } },
      partitionQuery(PK, 'T#acme#ON#', { limit: 1 }),
    ] as const)
      await expect(send(command)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('loses the items of a tenant that have expired, with its expired events, where no time to live does it', async () => {
    const { log } = open();
    const tenant = `t${tenants}`;
    const entry = { position: 'p', eventId: 'e', event: null, expiresAt: SECONDS };
    await log.append('Task', [entry, { ...entry, position: 'q', expiresAt: SECONDS + 1 }]);
    const event = { [PK]: `T#${tenant}#EVENT#`, [SK]: 'e#', __ttl: SECONDS };
    await fixture.sendOf(tenant)({ name: 'PutItem', input: { Item: event } });
    const sends = {
      rows: fixture.sendOf(tenant),
      realtime: fixture.realtimeSend(tenant),
      control: fixture.controlSend('work'),
    };
    expect(await dropExpiredItems(scopeOf(tenant), sends, NOW - 1)).toBe(0);
    expect(await dropExpiredItems(scopeOf(tenant), sends, NOW)).toBe(2);
    expect(await log.after('Task', '', 9)).toEqual([{ ...entry, position: 'q', expiresAt: SECONDS + 1 }]);
  });
});

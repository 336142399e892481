import { spreadTenants } from '../../src/store/dynamo/control/spread-tenants.ts';
import { openControl, type Control, type Send } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';
import { newTenant, type TenantRecord } from '../../src/tenant/index.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { makeTables } from '../guarded-tables.ts';
import { registerOver } from '../register.ts';
import { modelOf, project } from './sample-types.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const OLD = 'TENANTS';
const idAt = (at: number): string => `tenant-${String(at).padStart(4, '0')}`;
const idsOf = (records: readonly TenantRecord[]): string[] => records.map(({ id }) => id);

interface Table {
  readonly send: Send;
  readonly control: Control;
  /** Writes a tenant as a process of an earlier release does. */
  readonly writeAsBefore: (id: string, change?: Partial<TenantRecord>) => Promise<void>;
  /** Returns the ids that such a process lists, with the names that it reads there. */
  readonly listedAsBefore: () => Promise<readonly (readonly [id: string, name: string])[]>;
  /** Returns the ids and names that this release lists. */
  readonly listed: (control?: Control) => Promise<readonly (readonly [id: string, name: string])[]>;
}

async function openTable(): Promise<Table> {
  const tables = await makeTables(emulator.endpoint, modelOf(project));
  const send = tables.controlSend('operator');
  const shared = openControl(send);
  return {
    send,
    control: shared,
    async writeAsBefore(id, change = {}) {
      const Key = { pk: `TENANT#${id}`, sk: 'META' };
      const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
      const version = (Item?.['__version'] as number | undefined) ?? 0;
      const tenant = { ...newTenant({ id, name: id }), ...Item, ...change, __version: version + 1 };
      const written = JSON.parse(JSON.stringify(tenant)) as Item;
      const condition = Item
        ? {
            ConditionExpression: '#v = :v',
            ExpressionAttributeNames: { '#v': '__version' },
            ExpressionAttributeValues: { ':v': version },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' };
      const TransactItems = [
        { Put: { Item: { ...written, ...Key }, ...condition } },
        { Put: { Item: { ...written, pk: OLD, sk: id } } },
      ];
      await send({ name: 'TransactWriteItems', input: { TransactItems } });
    },
    async listedAsBefore() {
      const input = {
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':pk': OLD },
        ScanIndexForward: true,
        ConsistentRead: true,
      } as const;
      const { Items = [] } = await send({ name: 'Query', input });
      return Items.map(({ id, name }) => [id as string, name as string] as const);
    },
    async listed(control = openControl(send)) {
      const found: (readonly [string, string])[] = [];
      for await (const { id, name } of control.all('tenants', '')) found.push([id, name]);
      return found;
    },
  };
}

async function fill({ control }: Pick<Table, 'control'>, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, at) => idAt(at));
  for (let at = 0; at < count; at += 25)
    await Promise.all(ids.slice(at, at + 25).map((id) => registerOver(control).putTenant({ id })));
  return ids;
}

describe('a list that is spread over partitions', () => {
  let table: Table;
  let ids: readonly string[];
  beforeAll(async () => {
    table = await openTable();
    ids = await fill(table, 300);
  });

  test.each([1, 2, 7, 100, 299, 300, 1000])(
    'returns every tenant once in the order of ids, in pages of %i',
    async (limit) => {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof table.control.list<'tenants'>>> = await table.control.list(
          'tenants',
          '',
          { limit, after },
        );
        expect(page.records.length).toBeLessThanOrEqual(limit);
        found.push(...idsOf(page.records));
        if (page.after === null) break;
        ({ after } = page);
      }
      expect(found).toEqual(ids);
    },
  );

  test('continues after any id, also one that no tenant has, and runs backwards too', async () => {
    const { control } = table;
    const after = await control.list('tenants', '', { limit: 3, after: 'tenant-0041x' });
    expect(idsOf(after.records)).toEqual([idAt(42), idAt(43), idAt(44)]);
    const last = await control.list('tenants', '', { limit: 3, descending: true });
    expect(idsOf(last.records)).toEqual([idAt(299), idAt(298), idAt(297)]);
    const before = await control.list('tenants', '', { limit: 2, after: last.after, descending: true });
    expect(idsOf(before.records)).toEqual([idAt(296), idAt(295)]);
  });

  test('reads at most twice as many tenants as a page has', async () => {
    const { send, calls } = recordCalls(table.send);
    await openControl(send).list('tenants', '', { limit: 100 });
    const read = calls.reduce((sum, { output }) => sum + (output?.Items?.length ?? 0), 0);
    expect(read).toBeLessThanOrEqual(200);
  });

  test('keeps nothing in the one partition of earlier releases, and writes a tenant twice', async () => {
    expect(await table.listedAsBefore()).toEqual([]);
    const { send, calls } = recordCalls(table.send);
    const control = openControl(send);
    await registerOver(control).changeTenant(idAt(7), { name: 'First' });
    calls.length = 0;
    await registerOver(control).changeTenant(idAt(7), { name: 'Second' });
    const [write] = calls.flatMap(({ command }) =>
      command.name === 'TransactWriteItems' ? [command.input.TransactItems] : [],
    );
    expect(write?.map((item) => Object.keys(item))).toEqual([['Put'], ['Put']]);
    await registerOver(control).changeTenant(idAt(7), { name: idAt(7) });
  });
});

describe('a table with the list of an earlier release', () => {
  const old = ['acme', 'globex', 'initech', 'umbrella'];

  async function openOld(): Promise<Table> {
    const table = await openTable();
    for (const id of old) await table.writeAsBefore(id);
    return table;
  }

  test('shows processes of both releases what either of them writes', async () => {
    const table = await openOld();
    const register = registerOver(table.control);
    await register.changeTenant('acme', { name: 'by the new' });
    await table.writeAsBefore('acme', { name: 'by the old' });
    await table.writeAsBefore('globex', { name: 'by the old' });
    await register.changeTenant('globex', { name: 'by the new' });
    await register.putTenant({ id: 'hooli' });
    await table.writeAsBefore('wayne');
    const expected = [
      ['acme', 'by the old'],
      ['globex', 'by the new'],
      ['hooli', 'hooli'],
      ['initech', 'initech'],
      ['umbrella', 'umbrella'],
      ['wayne', 'wayne'],
    ];
    expect(await table.listed()).toEqual(expected);
    expect(await table.listedAsBefore()).toEqual(expected);
  });

  test('has an empty old list after spreadTenants, and every process lists the same', async () => {
    const table = await openOld();
    await registerOver(table.control).changeTenant('acme', { name: 'changed' });
    const before = await table.listed();
    expect(await spreadTenants(table.send)).toBe(old.length);
    expect(await table.listedAsBefore()).toEqual([]);
    expect([await table.listed(), await table.listed(table.control)]).toEqual([before, before]);
    await registerOver(table.control).changeTenant('globex', { name: 'later' });
    await registerOver(openControl(table.send)).putTenant({ id: 'hooli' });
    expect(await table.listedAsBefore()).toEqual([]);
    expect(await table.listed()).toContainEqual(['globex', 'later']);
    expect(await spreadTenants(table.send)).toBe(0);
  });

  test('lists the same after spreadTenants was cut off at any call, and is empty after it ran again', async () => {
    let calls = 0;
    for (let cutAt = 1, isCut = true; isCut; cutAt += 1) {
      const table = await openOld();
      const before = await table.listed();
      calls = 0;
      const dying: Send = async (command, options) => {
        calls += 1;
        if (calls === cutAt) throw new Error('The process died.');
        return table.send(command, options);
      };
      isCut = await spreadTenants(dying).then(
        () => false,
        () => true,
      );
      expect(await table.listed()).toEqual(before);
      await registerOver(openControl(table.send)).changeTenant('umbrella', { name: 'meanwhile' });
      const changed = before.map(([id, name]) => [id, id === 'umbrella' ? 'meanwhile' : name]);
      expect(await table.listed()).toEqual(changed);
      await spreadTenants(table.send);
      expect([await table.listedAsBefore(), await table.listed()]).toEqual([[], changed]);
    }
    expect(calls).toBeGreaterThan(20);
  });

  test('loses no write of either release that comes between two calls of spreadTenants', async () => {
    let total = Infinity;
    for (let at = 1; at <= total; at += 1) {
      const table = await openOld();
      let calls = 0;
      const disturbed: Send = async (command, options) => {
        calls += 1;
        if (calls === at) {
          await registerOver(openControl(table.send)).changeTenant('globex', { name: 'by the new' });
          await table.writeAsBefore('acme', { name: 'by the old' });
          await registerOver(table.control).putTenant({ id: 'hooli' });
        }
        return table.send(command, options);
      };
      await spreadTenants(disturbed);
      total = calls;
      const listed = await table.listed();
      expect(listed).toContainEqual(['globex', 'by the new']);
      expect(listed).toContainEqual(['acme', 'by the old']);
      expect(idsOf(listed.map(([id]) => ({ id }) as TenantRecord))).toEqual([
        ...old.slice(0, 2),
        'hooli',
        ...old.slice(2),
      ]);
      await spreadTenants(table.send);
      expect([await table.listedAsBefore(), await table.listed()]).toEqual([[], listed]);
    }
    expect(total).toBeGreaterThan(20);
  });

  test('gets no copy from a transaction that began before spreadTenants', async () => {
    const table = await openOld();
    let runs = 0;
    await openControl(table.send).transact(async (transaction) => {
      runs += 1;
      const tenant = await transaction.get('tenant', { id: 'acme' });
      if (tenant) transaction.put('tenant', { ...tenant, name: 'late' });
    });
    expect(runs).toBe(1);
    let isSpread = false;
    const { send, calls } = recordCalls(async (command, options) => {
      if (command.name === 'TransactWriteItems' && !isSpread) {
        isSpread = true;
        await spreadTenants(table.send);
      }
      return table.send(command, options);
    });
    await registerOver(openControl(send)).changeTenant('globex', { name: 'later' });
    const writes = calls.filter(({ command }) => command.name === 'TransactWriteItems');
    expect(writes.length).toBe(2);
    expect([await table.listedAsBefore(), await table.listed()]).toEqual([
      [],
      [
        ['acme', 'late'],
        ['globex', 'later'],
        ['initech', 'initech'],
        ['umbrella', 'umbrella'],
      ],
    ]);
  });

  test('leaves no old copy of a tenant that is removed', async () => {
    const table = await openOld();
    await table.control.transact(async (transaction) => {
      await transaction.get('tenant', { id: 'acme' });
      transaction.remove('tenant', { id: 'acme' });
    });
    expect((await table.listedAsBefore()).map(([id]) => id)).toEqual(old.slice(1));
    expect((await table.listed()).map(([id]) => id)).toEqual(old.slice(1));
  });
});

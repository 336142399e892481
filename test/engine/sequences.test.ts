import { openTenantStore, type TransactionTables } from '../../src/engine/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import type { Send } from '../../src/store/index.ts';
import { read } from '../model/harness.ts';
import { openVirtualClock } from '../shared/virtual-clock.ts';
import { CALL_TIMES, openConflicts } from '../store/conflicts.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { startFaultProxy } from '../store/fault-proxy.ts';
import { scopeOf } from '../tenants.ts';

const model = read(/* GraphQL */ `
  type Ticket @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    number: Int!
    charge: Int
  }
`);

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(model);
});
afterAll(() => fixture.stop());

/** Runs `work` in a transaction of a request of its own. */
const transact = <Result>(
  tenant: string,
  work: (tables: TransactionTables) => Promise<Result>,
  send: Send = fixture.sendOf(tenant),
): Promise<Result> => {
  const scope = scopeOf(tenant);
  return openTenantStore(model, fixture.store(tenant, { send }), scope).transact(work);
};
const numbered = async (tables: TransactionTables, options = {}): Promise<number> => {
  const number = await tables.next('Ticket', options);
  await tables['Ticket']?.create({ number });
  return number;
};
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

test('100 transactions at once take a number each without a conflict, in the time of one', async () => {
  const clock = openVirtualClock();
  const conflicts = openConflicts(clock);
  const send = conflicts.through(fixture.sendOf('busy'));
  const numbers = await clock.run(upTo(100).map(() => () => transact('busy', numbered, send)));
  expect(sorted(numbers)).toEqual(upTo(100));
  expect(conflicts.count()).toBe(0);
  expect(clock.now()).toBeLessThanOrEqual(CALL_TIMES.single + CALL_TIMES.transaction);
});

test('20 transactions at once take gapless numbers without a gap, one after the other', async () => {
  const gapless = (tables: TransactionTables): Promise<number> => numbered(tables, { gapless: true });
  const numbers = await Promise.all(upTo(20).map(() => transact('gapless', gapless)));
  expect(sorted(numbers)).toEqual(upTo(20));
});

test('a transaction that runs again keeps the numbers that it took', async () => {
  const taken = await Promise.all(
    upTo(5).map(() =>
      transact('again', async (tables) => {
        const charge = await tables.next('Charge', { gapless: true });
        const number = await tables.next('Ticket');
        const second = await tables.next('Ticket');
        await tables['Ticket']?.create({ number, charge });
        return [number, second];
      }),
    ),
  );
  expect(sorted(taken.flat())).toEqual(upTo(10));
});

test('a transaction that fails leaves a gap, or none if its number is gapless', async () => {
  const fails = (options: object): Promise<unknown> =>
    transact('fails', async (tables) => {
      await tables.next('Ticket', options);
      throw new Error('The work failed.');
    });
  await expect(fails({ gapless: true })).rejects.toThrow('The work failed.');
  expect(await transact('fails', (tables) => numbered(tables, { gapless: true }))).toBe(1);
  await expect(fails({})).rejects.toThrow('The work failed.');
  expect(await transact('fails', numbered)).toBe(3);
});

test('a number whose answer is lost is a gap and never a duplicate', async () => {
  const proxy = await startFaultProxy(fixture.endpoint, ({ action, at }) =>
    action === 'UpdateItem' && at === 0 ? { is: 'lost' } : null,
  );
  const send = fixture.sendOf('lost', proxy.endpoint);
  expect([await transact('lost', numbered, send), await transact('lost', numbered, send)]).toEqual([2, 3]);
  proxy.stop();
});

test('a number costs one write, and a gapless one a read and a place in the transaction', async () => {
  const { send, calls } = recordCalls(fixture.sendOf('price'));
  const namesOf = (): string[] => calls.splice(0).map(({ command }) => command.name);
  await transact('price', numbered, send);
  expect(namesOf()).toEqual(['UpdateItem', 'TransactWriteItems']);
  await transact('price', (tables) => numbered(tables, { gapless: true }), send);
  expect(namesOf()).toEqual(['GetItem', 'TransactWriteItems']);
});

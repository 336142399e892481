import type { Row } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { openBench, rowsOf, typeOf, typeSdl } from './bench.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

/** The SDL of bookings, whose fields are compared as text by `String` and by value by their own scalars. */
const bookings = (time: string, mail: string): string =>
  typeSdl(
    'Booking',
    `  room: String! @primaryKey(sortKeyFields: ["startsAt"])
  startsAt: ${time}!
  mail: ${mail} @unique @index(name: "byMail", queryField: null)
  paidAt: ${time}
  notes: [Note] @hasMany(onDelete: CASCADE)`,
  ) + typeSdl('Note', '  id: ID!\n  booking: Booking @belongsTo');

async function openBookings(rows: readonly Row[]) {
  const bench = await openBench(emulator, bookings('String', 'String'), bookings('AWSDateTime', 'AWSEmail'));
  const old = typeOf(bench.before, 'Booking');
  for (const row of rows)
    await bench.store(bench.before).write({ op: 'put', type: old, row, condition: null });
  return { bench, booking: typeOf(bench.after, 'Booking'), note: typeOf(bench.after, 'Note') };
}

test('apply brings rows that were compared as text under the keys and unique values of what they mean', async () => {
  const row = {
    room: 'a',
    startsAt: '2026-11-29T10:00+01:00',
    mail: 'Ada@example.com',
    paidAt: '2026-11-29T09:00Z',
  };
  const plain = { room: 'b', startsAt: '2026-11-29T09:00:00.000Z', mail: 'bob@example.com' };
  const { bench, booking, note } = await openBookings([row, plain]);
  const [from = '', at = ''] = note.references[0]?.fields ?? [];
  const noted = { id: 'n', [from]: 'a', [at]: row.startsAt };
  await bench.store(bench.before).write({
    op: 'put',
    type: typeOf(bench.before, 'Note'),
    row: noted,
    condition: null,
  });

  const { left, reports } = await bench.evolve();
  expect(left).toEqual({});
  expect(reports).toMatchObject([
    { type: 'Booking', duplicates: [], unfit: [] },
    { type: 'Note', duplicates: [], unfit: [] },
  ]);
  const store = () => bench.store(bench.after);
  const key = { room: 'a', startsAt: '2026-11-29T09:00:00Z' };
  expect(await store().get({ op: 'get', type: booking, key })).toEqual(row);
  expect(await rowsOf(store(), booking, 'byMail', ['ADA@example.com'])).toEqual([row]);
  const [index] = note.indexes;
  expect(
    await rowsOf(
      store(),
      note,
      index?.name,
      ['a', '2026-11-29T09:00Z'].slice(0, 1 + (index?.sort.length ?? 0)),
    ),
  ).toEqual([noted]);
  const taken = {
    op: 'put',
    type: booking,
    row: { ...plain, room: 'c', mail: 'ada@Example.com' },
    condition: null,
  } as const;
  await expect(store().write(taken)).rejects.toMatchObject({ reason: 'taken' });
  // The row of the new key releases the unique value.
  await store().transact([
    { op: 'delete', type: note, key: { id: 'n' }, condition: null },
    { op: 'delete', type: booking, key, condition: null },
  ]);
  await store().write(taken);

  const { send, calls } = recordCalls(bench.sendOf('acme'));
  const more = { Booking: { claims: [], releases: [], tally: false } };
  expect(await bench.evolve({ send, more })).toMatchObject({ left: {}, reports: [{ changed: 0 }] });
  expect(calls.map(({ command }) => command.name)).not.toContain('TransactWriteItems');
});

test('apply names rows whose keys or unique values are equal now, and goes on when one of them is gone', async () => {
  const { bench, booking } = await openBookings([
    { room: 'a', startsAt: '2026-11-29T09:00Z', mail: 'a@b' },
    { room: 'a', startsAt: '2026-11-29T09:00:00.000Z', mail: 'c@d' },
    { room: 'b', startsAt: '2026-11-29T09:00:00.000Z', mail: 'E@f' },
    { room: 'c', startsAt: '2026-11-29T09:00:00.000Z', mail: 'e@F' },
  ]);
  const { left, reports } = await bench.evolve();
  expect(Object.keys(left)).toEqual(['Booking']);
  const [report] = reports;
  expect(report?.unfit).toMatchObject([{ key: { room: 'a', startsAt: '2026-11-29T09:00Z' } }]);
  expect(report?.unfit[0]?.message).toContain('another row has an equal key');
  expect(report?.duplicates).toHaveLength(1);

  const remove = (key: Row) =>
    bench.store(bench.after).write({ op: 'delete', type: booking, key, condition: null });
  await remove({ room: 'a', startsAt: '2026-11-29T09:00Z' });
  await remove(report?.duplicates[0]?.holder ?? {});
  expect(await bench.evolve()).toMatchObject({ left: {}, reports: [{ duplicates: [], unfit: [] }] });
  const key = { room: 'a', startsAt: '2026-11-29T10:00+01:00' };
  expect(await bench.store(bench.after).get({ op: 'get', type: booking, key })).toMatchObject({
    mail: 'a@b',
  });
});

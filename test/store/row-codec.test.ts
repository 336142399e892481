import fc from 'fast-check';

import type { ModelType } from '../../src/model/index.ts';
import { rowOf, storedFields } from '../../src/store/dynamo/commands/row-codec.ts';
import { stamped } from '../../src/store/dynamo/commands/stamp.ts';
import { encodeExact, encodeValue } from '../../src/store/dynamo/keys/encoding.ts';
import { matches } from '../../src/store/port/matches.ts';
import type { Filter, Row } from '../../src/store/index.ts';
import { startFixture, type Fixture } from './fixture.ts';
import { everything, modelOf, typeOf } from './sample-types.ts';

fc.configureGlobal({ seed: 20261130, numRuns: 300 });

const note: ModelType = {
  ...typeOf('Note', { fields: ['createdAt', 'updatedAt', 'text'] }),
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
};
const [one, two] = ['2026-11-30T10:00:00.000Z', '2026-11-30T11:00:00.000Z'] as const;
const time = fc.constantFrom(undefined, null, one, two, '');
const present = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => (value ?? null) !== null));

describe('the item of a row', () => {
  it('gives back every row, whichever timestamps it has', () => {
    fc.assert(
      fc.property(fc.record({ createdAt: time, updatedAt: time }), (times) => {
        const row = { id: '1', text: 'a', ...times } as Row;
        expect(rowOf(note, storedFields(note, row))).toEqual(present(row));
      }),
    );
  });

  it('lacks the second timestamp while it equals the first, unless an index needs it', () => {
    const row = { id: '1', createdAt: one, updatedAt: one };
    expect(storedFields(note, row)).toEqual({ id: '1', createdAt: one });
    const indexed = {
      ...typeOf('Late', { fields: ['createdAt', 'updatedAt'], indexes: { byTime: ['updatedAt'] } }),
    };
    expect(storedFields({ ...indexed, timestamps: note.timestamps }, row)).toEqual(row);
  });
});

describe('a value that is compared for equality alone', () => {
  const text = fc.oneof(
    fc.uuid(),
    fc.uuid().map((id) => id.toUpperCase()),
    fc.string(),
    fc.string().map((rest) => `!${rest}`),
  );
  it('is encoded injectively, and a UUID in 23 characters', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(encodeExact(a, 'f') === encodeExact(b, 'f')).toBe(a === b);
        expect(encodeExact(a, 'f')).not.toContain('#');
      }),
    );
  });

  it('sorts among UUIDs as they do', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        const order = (x: string, y: string): number =>
          Math.sign(Buffer.compare(Buffer.from(x), Buffer.from(y)));
        expect(order(encodeExact(a, 'f'), encodeExact(b, 'f'))).toBe(
          order(encodeValue(a, 'f'), encodeValue(b, 'f')),
        );
        expect(encodeExact(a, 'f')).toHaveLength(23);
      }),
    );
  });
});

describe('the table', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture(modelOf(note));
  });
  afterAll(() => fixture.stop());

  const rows: readonly Row[] = [
    { id: 'a', createdAt: one, updatedAt: one },
    { id: 'b', createdAt: one, updatedAt: two },
    { id: 'c', createdAt: one },
    { id: 'd', updatedAt: two },
    { id: 'e' },
  ];
  const tests: readonly Omit<Extract<Filter, { op: unknown }>, 'field'>[] = [
    ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'beginsWith', 'contains', 'notContains'] as const).flatMap(
      (op) => [one, two, '2026'].map((value) => ({ op, value })),
    ),
    ...(['eq', 'ne'] as const).map((op) => ({ op, value: null })),
    { op: 'between', value: [one, two] },
    { op: 'in', value: [two, null] },
    { op: 'exists', value: true },
    { op: 'exists', value: false },
    { op: 'size', value: { eq: one.length } },
    { op: 'type', value: 'string' },
    { op: 'type', value: 'number' },
  ];

  it('filters the second timestamp as if it were stored', async () => {
    const store = fixture.store('filters');
    for (const row of rows) await store.write({ op: 'put', type: note, row, condition: null });
    for (const test of tests)
      for (const filter of [
        { ...test, field: 'updatedAt' },
        { not: { ...test, field: 'updatedAt' } },
      ] as Filter[]) {
        const page = await store.query({ ...everything, type: note, filter });
        const expected = rows.filter((row) => matches(filter, row, note.fields));
        expect({ filter, ids: page.rows.map(({ id }) => id) }).toEqual({
          filter,
          ids: expected.map(({ id }) => id),
        });
      }
  });

  it('keeps the second timestamp when an update changes the first alone, and when another writer changed both', async () => {
    const store = fixture.store('updates');
    await store.write({
      op: 'put',
      type: note,
      row: { id: 'a', createdAt: one, updatedAt: one },
      condition: null,
    });
    const update = (set: Row) =>
      store.write({ op: 'update', type: note, key: { id: 'a' }, set, condition: null });
    expect(await update({ createdAt: two })).toEqual({ id: 'a', createdAt: two, updatedAt: one });
    expect(await update({ updatedAt: null })).toEqual({ id: 'a', createdAt: two });
    const current = { id: 'a', createdAt: two, updatedAt: one };
    const stale = {
      op: 'update',
      type: note,
      key: { id: 'a' },
      set: { createdAt: one },
      condition: null,
      current,
    } as const;
    expect(await store.write(stale)).toEqual({ id: 'a', createdAt: one });
  });

  it('takes an update that sets nothing', async () => {
    const store = fixture.store('nothing');
    await store.write({ op: 'put', type: note, row: { id: 'a', text: 'x' }, condition: null });
    const nothing = { op: 'update', type: note, key: { id: 'a' }, set: {}, condition: null } as const;
    expect(await store.write(nothing)).toEqual({ id: 'a', text: 'x' });
    expect(await store.transact([nothing])).toEqual([{ id: 'a', text: 'x' }]);
  });
});

test('a stamp is added to an update that only removes', () => {
  const input = { Key: {}, UpdateExpression: 'REMOVE #n0', ConditionExpression: 'a' };
  const { input: out } = stamped({ name: 'UpdateItem', input }, 's');
  expect(out.UpdateExpression).toBe('SET #write = :write REMOVE #n0');
});

import type { Json, ModelType } from '../../../src/model/index.ts';
import type { DeleteAccess, Job, Store, UpdateAccess, WriteAccess } from '../../../src/store/port/index.ts';
import { everything } from '../sample-types.ts';
import { board, book, card, place, shelf } from './contract-model.ts';
import { newTenant, type StoreOf } from './stores.ts';

const put = (type: ModelType, row: Record<string, Json>) =>
  ({ op: 'put', type, row, condition: null }) as const;
const update = (type: ModelType, id: string, set: Record<string, Json>): UpdateAccess => ({
  op: 'update',
  type,
  key: { id },
  set,
  condition: null,
});
const remove = (type: ModelType, id: string, more: Partial<DeleteAccess> = {}): DeleteAccess => ({
  op: 'delete',
  type,
  key: { id },
  condition: null,
  ...more,
});
const get = (type: ModelType, id: string) => ({ op: 'get', type, key: { id }, consistent: true }) as const;
const idsOf = async (store: Store, type: ModelType): Promise<unknown[]> =>
  (await store.query({ ...everything, type })).rows.map(({ id }) => id);

function uniqueValues(storeOf: StoreOf): void {
  describe('a unique value', () => {
    const taken = { reason: 'taken', fields: ['code'] };

    test('of one row is refused to another, by put and by update', async () => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: '1', code: 'A' }));
      await store.write(put(board, { id: '2', code: 'B' }));
      await expect(store.write(put(board, { id: '3', code: 'A' }))).rejects.toMatchObject(taken);
      await expect(store.write(update(board, '2', { code: 'A' }))).rejects.toMatchObject(taken);
      expect(await store.get(get(board, '2'))).toEqual({ id: '2', code: 'B' });
      expect(await idsOf(store, board)).toEqual(['1', '2']);
    });

    test('may be written to its own row again', async () => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: '1', code: 'A' }));
      expect(await store.write(update(board, '1', { code: 'A', name: 'n' }))).toEqual({
        id: '1',
        code: 'A',
        name: 'n',
      });
    });

    test.each<[string, (store: Store) => Promise<unknown>]>([
      ['changes', (store) => store.write(update(board, '1', { code: 'Z' }))],
      ['loses', (store) => store.write(update(board, '1', { code: null }))],
      ['is deleted with', (store) => store.write(remove(board, '1', { retirable: true }))],
    ])('is free after its row %s it', async (_, change) => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: '1', code: 'A' }));
      await change(store);
      await store.write(put(board, { id: '2', code: 'A' }));
      await expect(store.write(put(board, { id: '3', code: 'A' }))).rejects.toMatchObject(taken);
    });

    test('that is null is shared by any number of rows', async () => {
      const store = storeOf(newTenant());
      for (const id of ['1', '2']) await store.write(put(board, { id, code: null }));
      expect(await idsOf(store, board)).toEqual(['1', '2']);
    });

    test('of several fields is refused only if all of them are equal, and never if one is null', async () => {
      const store = storeOf(newTenant());
      await store.write(put(card, { id: '1', slug: 's', year: 1 }));
      await store.write(put(card, { id: '2', slug: 's', year: 2 }));
      await store.write(put(card, { id: '3', slug: 's' }));
      await store.write(put(card, { id: '4', slug: 's' }));
      const all = { reason: 'taken', fields: ['slug', 'year'] };
      await expect(store.write(update(card, '2', { year: 1 }))).rejects.toMatchObject(all);
      await expect(store.write(put(card, { id: '5', slug: 's', year: 2 }))).rejects.toMatchObject(all);
    });

    test('goes to exactly one of 10 concurrent requests', async () => {
      const tenant = newTenant();
      const attempts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, at) => storeOf(tenant).write(put(board, { id: `${at}`, code: 'A' }))),
      );
      const failures = attempts.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
      expect(failures).toHaveLength(9);
      for (const failure of failures) expect(failure).toMatchObject(taken);
      expect(await idsOf(storeOf(tenant), board)).toHaveLength(1);
    });

    test('goes from one row to another in one transaction, but not to two rows', async () => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: '1', code: 'A' }));
      await store.transact([put(board, { id: '2', code: 'A' }), update(board, '1', { code: 'B' })]);
      expect(await store.get(get(board, '2'))).toEqual({ id: '2', code: 'A' });
      const both = store.transact([put(board, { id: '3', code: 'C' }), put(board, { id: '4', code: 'C' })]);
      await expect(both).rejects.toMatchObject({ ...taken, index: 1 });
      const third = store.transact([put(board, { id: '3', code: 'C' }), put(board, { id: '4', code: 'A' })]);
      await expect(third).rejects.toMatchObject({ ...taken, index: 1 });
      expect(await idsOf(store, board)).toEqual(['1', '2']);
      await store.write(put(board, { id: '3', code: 'C' }));
    });
  });
}

function references(storeOf: StoreOf): void {
  describe('a reference', () => {
    const dangling = { reason: 'dangling', fields: ['boardCardsId'] };

    test.each([
      ['with a rule for deletes', 'boardCardsId'],
      ['without one', 'placeCardsId'],
    ])('%s is refused if no row has that key, by put, update and transaction', async (_, field) => {
      const store = storeOf(newTenant());
      await store.write(put(card, { id: '1' }));
      const refused = { reason: 'dangling', fields: [field] };
      await expect(store.write(put(card, { id: '2', [field]: 'x' }))).rejects.toMatchObject(refused);
      await expect(store.write(update(card, '1', { [field]: 'x' }))).rejects.toMatchObject(refused);
      const two = [put(card, { id: '2' }), put(card, { id: '3', [field]: 'x' })];
      await expect(store.transact(two)).rejects.toMatchObject({ ...refused, index: 1 });
      expect(await idsOf(store, card)).toEqual(['1']);
      expect(await store.get(get(card, '1'))).toEqual({ id: '1' });
    });

    test('to a row of the same transaction holds, in either order', async () => {
      const store = storeOf(newTenant());
      const child = put(card, { id: '1', boardCardsId: 'b', placeCardsId: 'p' });
      await store.transact([child, put(board, { id: 'b' }), put(place, { id: 'p' })]);
      await store.transact([put(board, { id: 'c' }), put(card, { id: '2', boardCardsId: 'c' })]);
      expect(await idsOf(store, card)).toEqual(['1', '2']);
    });

    test('to a row that the same transaction deletes is refused', async () => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: 'b' }));
      const both = [put(card, { id: '1', boardCardsId: 'b' }), remove(board, 'b', { retirable: true })];
      await expect(store.transact(both)).rejects.toMatchObject(dangling);
      expect(await idsOf(store, board)).toEqual(['b']);
    });

    test('with a rule for deletes holds after its row is updated, and may be given up', async () => {
      const store = storeOf(newTenant());
      for (const id of ['b', 'c']) await store.write(put(board, { id }));
      await store.write(put(card, { id: '1', boardCardsId: 'b' }));
      expect(await store.write(update(card, '1', { boardCardsId: 'c' }))).toEqual({
        id: '1',
        boardCardsId: 'c',
      });
      await expect(store.write(update(card, '1', { boardCardsId: 'x' }))).rejects.toMatchObject(dangling);
      expect(await store.write(update(card, '1', { boardCardsId: null }))).toEqual({ id: '1' });
    });

    test('to a row that a delete holds waits if the delete must know its row, and goes on after the release', async () => {
      const tenant = newTenant();
      const store = storeOf(tenant);
      await store.write(put(shelf, { id: 's' }));
      const hold = store.newHold();
      expect(await store.hold(shelf, { id: 's' }, hold)).toBe('held');
      expect(await store.hold(shelf, { id: 's' }, store.newHold())).toBe('busy');
      expect(await store.hold(shelf, { id: 'none' }, hold)).toBe('missing');
      expect(await store.get(get(shelf, 's'))).toEqual({ id: 's' });
      const other = storeOf(tenant);
      const writes = [
        other.write(put(book, { id: '1', shelfBooksId: 's' })),
        other.transact([put(book, { id: '2', shelfBooksId: 's' }), put(place, { id: 'p' })]),
      ];
      await store.release(shelf, { id: 's' }, hold);
      expect(await Promise.all(writes)).toHaveLength(2);
      expect(await idsOf(store, book)).toEqual(['1', '2']);
      const linked = await store.linked(shelf, { id: 's' });
      expect(linked).toHaveLength(2);
      expect(linked).toEqual(expect.arrayContaining(['1', '2'].map((id) => ({ type: 'Book', key: { id } }))));
    });

    test('to a row that is deleted under its hold is refused, and a delete without the hold fails', async () => {
      const tenant = newTenant();
      const store = storeOf(tenant);
      await store.write(put(shelf, { id: 's' }));
      const hold = store.newHold();
      await store.hold(shelf, { id: 's' }, hold);
      const late = storeOf(tenant).write(put(book, { id: '1', shelfBooksId: 's' }));
      const refused = expect(late).rejects.toMatchObject({ reason: 'dangling', fields: ['shelfBooksId'] });
      const other = { held: store.newHold() };
      await expect(store.write(remove(shelf, 's', other))).rejects.toMatchObject({ reason: 'outdated' });
      await store.write(remove(shelf, 's', { held: hold }));
      await refused;
      expect(await idsOf(store, book)).toEqual([]);
      const [sweep] = await store.sweeps();
      expect(sweep?.targets).toEqual([{ type: 'Shelf', key: { id: 's' } }]);
    });

    test('without a rule for deletes keeps no row, and its own row may still be changed and deleted', async () => {
      const store = storeOf(newTenant());
      await store.write(put(place, { id: 'p' }));
      await store.write(put(card, { id: '1', placeCardsId: 'p' }));
      await store.write(remove(place, 'p'));
      expect(await store.write(update(card, '1', { title: 't' }))).toMatchObject({ title: 't' });
      expect(await store.write(remove(card, '1'))).toEqual({ id: '1', placeCardsId: 'p', title: 't' });
    });
  });
}

function totals(storeOf: StoreOf): void {
  describe('a total', () => {
    test('is the number of rows after puts, updates, deletes and refused writes', async () => {
      const tenant = newTenant();
      const store = storeOf(tenant);
      expect(await store.total(board)).toBe(0);
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => storeOf(tenant).write(put(board, { id: `${at}` }))),
      );
      expect(await store.total(board)).toBe(20);
      await store.write(update(board, '1', { name: 'n' }));
      await expect(store.write(put(board, { id: '1' }))).rejects.toMatchObject({ reason: 'exists' });
      await expect(store.transact([put(board, { id: 'x' }), put(board, { id: '1' })])).rejects.toMatchObject({
        reason: 'exists',
      });
      expect(await store.total(board)).toBe(20);
      await store.transact([
        remove(board, '1', { retirable: true }),
        remove(board, '2', { retirable: true }),
        put(board, { id: 'y' }),
      ]);
      expect(await store.total(board)).toBe(19);
      expect(await store.total(card)).toBe(0);
    });
  });
}

function jobs(storeOf: StoreOf): void {
  describe('a job', () => {
    const job: Job = { id: 'j', type: board.name, key: { id: 'b' } };
    const retire: readonly WriteAccess[] = [remove(board, 'b', { retire: job.id }), { op: 'saveJob', job }];

    test('hides its row at once, keeps rows from referring to it, and is listed until it is done', async () => {
      const tenant = newTenant();
      const store = storeOf(tenant);
      await store.write(put(board, { id: 'b', code: 'A' }));
      await store.write(put(card, { id: '1', boardCardsId: 'b' }));
      expect(await store.jobs()).toEqual([]);
      expect(await store.transact(retire)).toEqual([{ id: 'b', code: 'A' }, null]);
      expect(await storeOf(tenant).jobs()).toEqual([job]);
      expect(await store.get(get(board, 'b'))).toBeNull();
      expect(await storeOf(tenant).get({ op: 'get', type: board, key: { id: 'b' } })).toBeNull();
      expect(await idsOf(store, board)).toEqual([]);
      expect(await store.total(board)).toBe(0);
      await store.write(put(board, { id: 'c', code: 'A' }));
      await expect(store.write(put(card, { id: '2', boardCardsId: 'b' }))).rejects.toMatchObject({
        reason: 'dangling',
      });
      await expect(
        store.write({ ...update(board, 'b', { name: 'n' }), retirable: true }),
      ).rejects.toMatchObject({ reason: 'missing' });

      const end: readonly WriteAccess[] = [remove(board, 'b', { retired: job.id }), { op: 'deleteJob', job }];
      await store.write(remove(card, '1'));
      await store.transact(end);
      expect(await store.jobs()).toEqual([]);
      expect(await store.total(board)).toBe(1);
      await expect(store.transact(end)).rejects.toMatchObject({ reason: 'missing', index: 0 });
    });

    test('may require that it still deletes its row', async () => {
      const store = storeOf(newTenant());
      await store.write(put(board, { id: 'b', code: 'A' }));
      await store.write(put(card, { id: '1' }));
      const rename = (title: string, id: string): readonly WriteAccess[] => [
        update(card, '1', { title }),
        { op: 'requireRetired', type: board, key: job.key, job: id },
      ];
      const refused = { reason: 'condition', index: 1 };
      await expect(store.transact(rename('before', job.id))).rejects.toMatchObject(refused);
      await store.transact(retire);
      await expect(store.transact(rename('by another', 'another job'))).rejects.toMatchObject(refused);
      await store.transact(rename('meanwhile', job.id));
      const end: readonly WriteAccess[] = [remove(board, 'b', { retired: job.id }), { op: 'deleteJob', job }];
      await store.transact(end);
      await expect(store.transact(rename('after', job.id))).rejects.toMatchObject(refused);
      expect(await store.get(get(card, '1'))).toMatchObject({ title: 'meanwhile' });
    });

    test('is not saved if its row is missing', async () => {
      const store = storeOf(newTenant());
      await expect(store.transact(retire)).rejects.toMatchObject({ reason: 'missing', index: 0 });
      expect(await store.jobs()).toEqual([]);
    });
  });
}

export function effects(storeOf: StoreOf): void {
  uniqueValues(storeOf);
  references(storeOf);
  totals(storeOf);
  jobs(storeOf);
}

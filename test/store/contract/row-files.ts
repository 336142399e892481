import type { Json } from '../../../src/model/index.ts';
import {
  newId,
  type FileRecord,
  type NewFile,
  type PutAccess,
  type Store,
} from '../../../src/store/port/index.ts';
import { album } from './contract-model.ts';
import { newFile, upload } from './new-file.ts';
import { newTenant, type FilesOf, type StoreOf } from './stores.ts';

/** Who claims the files of a write. */
type Claim = Pick<PutAccess, 'claimant'>;
const ada: Claim = { claimant: 'ada' };
const put = (row: Record<string, Json>, claim = ada) =>
  ({ op: 'put', type: album, row, condition: null, ...claim }) as const;
const update = (id: string, set: Record<string, Json>, claim = ada) =>
  ({ op: 'update', type: album, key: { id }, set, condition: null, ...claim }) as const;
const remove = (id: string) => ({ op: 'delete', type: album, key: { id }, condition: null }) as const;
const get = (id: string) => ({ op: 'get', type: album, key: { id }, consistent: true }) as const;
const noCover = { name: 'WriteFailed', reason: 'no-file', fields: ['cover'] };
const noPhotos = { ...noCover, fields: ['photos'] };

export function rowFiles(storeOf: StoreOf, filesOf: FilesOf): void {
  describe('a row', () => {
    test('holds the files that it is created with, and no upkeep finds them', async () => {
      const [store, files] = ofTenant(newTenant());
      const cover = await upload(files);
      const photos = [await upload(files, { field: 'photos' }), await upload(files, { field: 'photos' })];
      const ids = photos.map(({ id }) => id);
      const row = { id: 'a', cover: cover.id, photos: ids };
      expect(await store.write(put(row))).toEqual(row);
      for (const file of [cover, ...photos]) {
        const held = await files.get(file.id);
        expect(held).toMatchObject({ status: 'READY', due: null, of: { type: 'Album', field: file.field } });
        expect(held && (await files.discard(held))).toBeNull();
      }
      expect(await files.nextDue()).toBeNull();
      expect((await files.usage()).bytes).toBe(300);
    });

    test.each<[string, Partial<NewFile>, Claim]>([
      ['of another caller', { uploadedBy: 'eve' }, ada],
      ['for another field', { field: 'photos' }, ada],
      ['for another type', { type: 'Board' }, ada],
      ['by a write that names no caller', {}, {}],
    ])('gets no file %s', async (_, given, claim) => {
      const [store, files] = ofTenant(newTenant());
      const { id } = await upload(files, given);
      await store.write(put({ id: 'b' }));
      await expect(store.write(put({ id: 'a', cover: id }, claim))).rejects.toMatchObject(noCover);
      await expect(store.write(update('b', { cover: id }, claim))).rejects.toMatchObject(noCover);
      expect(await store.get(get('a'))).toBeNull();
      expect(await store.get(get('b'))).toEqual({ id: 'b' });
      expect(await files.get(id)).toMatchObject({ of: null });
    });

    test('gets no file that is unknown, of another tenant, not ready, unscanned, infected or removed', async () => {
      const [store, files] = ofTenant(newTenant());
      const foreign = await upload(filesOf(newTenant()));
      const uploading = await files.reserve(newFile(), null);
      const unscanned = await upload(files);
      await files.change(unscanned, { status: 'UNSCANNED' });
      const infected = await upload(files);
      await files.change(infected, { status: 'INFECTED' });
      const removed = await upload(files);
      await files.discard(removed);
      const unclaimable = [foreign, uploading, unscanned, infected, removed].map(({ id }) => id);
      const refusal = (id: string): Promise<unknown> =>
        store.write(put({ id: 'a', cover: id })).catch((error: unknown) => error);
      const unknown = await refusal(newId());
      expect(unknown).toMatchObject(noCover);
      for (const id of ['', 'x', ...unclaimable]) expect(await refusal(id)).toEqual(unknown);
    });

    test('may have a file whose scan is not done', async () => {
      const [store, files] = ofTenant(newTenant());
      const file = await files.reserve(newFile(), null);
      const scanning = await files.change(file, { status: 'SCANNING' });
      await store.write(put({ id: 'a', cover: file.id }));
      expect(scanning && (await files.change(scanning, { status: 'READY' }))).toMatchObject({
        status: 'READY',
        of: { type: 'Album', field: 'cover' },
      });
    });

    test('does not share a file: of 10 rows, one gets it', async () => {
      const tenant = newTenant();
      const { id } = await upload(filesOf(tenant));
      const writes = Array.from({ length: 10 }, (_, at) =>
        storeOf(tenant).write(put({ id: String(at), cover: id })),
      );
      const ended = await Promise.allSettled(writes);
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of ended) if (one.status === 'rejected') expect(one.reason).toMatchObject(noCover);
      await expect(storeOf(tenant).write(put({ id: 'x', cover: id }))).rejects.toMatchObject(noCover);
    });

    test('does not share a file with a row of the same transaction, nor with itself', async () => {
      const [store, files] = ofTenant(newTenant());
      const [{ id }, photo] = [await upload(files), await upload(files, { field: 'photos' })];
      const both = [put({ id: 'a', cover: id }), put({ id: 'b', cover: id })];
      await expect(store.transact(both)).rejects.toMatchObject({ ...noCover, index: 1 });
      const twice = { id: 'a', photos: [photo.id, photo.id] };
      await expect(store.write(put(twice))).rejects.toMatchObject(noPhotos);
      await store.write(put({ id: 'a', photos: [photo.id] }));
      await expect(store.write(update('a', { photos: [photo.id, photo.id] }))).rejects.toMatchObject(
        noPhotos,
      );
      expect(await files.get(id)).toMatchObject({ of: null });
    });

    test('gives no file to another row of the same transaction', async () => {
      const [store, files] = ofTenant(newTenant());
      const { id } = await upload(files);
      await store.write(put({ id: 'a', cover: id }));
      await store.write(put({ id: 'b' }));
      const moves = [update('a', { cover: null }), update('b', { cover: id })];
      await expect(store.transact(moves)).rejects.toMatchObject({ ...noCover, index: 1 });
      expect(await store.get(get('a'))).toEqual({ id: 'a', cover: id });
      expect(await files.get(id)).toMatchObject({ status: 'READY' });
    });

    test('releases a file that it replaces, and keeps the others of a list', async () => {
      const [store, files] = ofTenant(newTenant());
      const [one, two, three] = await Promise.all([1, 2, 3].map(() => upload(files, { field: 'photos' })));
      if (!one || !two || !three) throw new Error('There are three.');
      await store.write(put({ id: 'a', photos: [one.id, two.id] }));
      const photos = [three.id, two.id];
      expect(await store.write(update('a', { photos }))).toEqual({ id: 'a', photos });
      await expectReleased(files, one);
      expect(await files.get(two.id)).toMatchObject({ status: 'READY', due: null });
      expect(await files.get(three.id)).toMatchObject({ status: 'READY', due: null });
      await store.write(update('a', { photos: [two.id, three.id], title: 'other order' }));
      expect(await files.due(Date.now(), 10)).toHaveLength(1);
    });

    test.each<[string, (store: Store) => Promise<unknown>]>([
      ['loses it', (store) => store.write(update('a', { cover: null }))],
      ['is deleted', (store) => store.write(remove('a'))],
      ['is deleted as it was read', (store) => deleteRead(store)],
      ['is deleted with others', (store) => store.transact([remove('a'), put({ id: 'c' })])],
      [
        'is marked for a job',
        (store) =>
          store.transact([
            { ...remove('a'), retire: 'job' },
            { op: 'saveJob', job: { id: 'job', type: 'Album', key: { id: 'a' } } },
          ]),
      ],
    ])('releases a file when it %s', async (_, change) => {
      const [store, files] = ofTenant(newTenant());
      const file = await upload(files);
      await store.write(put({ id: 'a', cover: file.id }));
      await change(store);
      await expectReleased(files, file);
      await expect(store.write(put({ id: 'b', cover: file.id }))).rejects.toMatchObject(noCover);
    });

    test('that is deleted twice at once releases its file once', async () => {
      const tenant = newTenant();
      const [store, files] = ofTenant(tenant);
      const file = await upload(files);
      await store.write(put({ id: 'a', cover: file.id }));
      const ended = await Promise.allSettled([1, 2, 3].map(() => storeOf(tenant).write(remove('a'))));
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expectReleased(files, file);
    });

    test('that two callers give a file at once holds the last one, and the other is released', async () => {
      const tenant = newTenant();
      const [store, files] = ofTenant(tenant);
      await store.write(put({ id: 'a' }));
      const all = await Promise.all(Array.from({ length: 6 }, () => upload(files)));
      await Promise.all(all.map(({ id }) => storeOf(tenant).write(update('a', { cover: id }))));
      const { cover } = (await store.get(get('a'))) ?? {};
      const states = await files.getMany(all.map(({ id }) => id));
      for (const { id, status, of } of states.values())
        expect([status, of !== null]).toEqual(id === cover ? ['READY', true] : ['REMOVED', false]);
    });

    test('may be written twice with the same new file at once', async () => {
      const tenant = newTenant();
      const [store, files] = ofTenant(tenant);
      await store.write(put({ id: 'a' }));
      const { id } = await upload(files);
      await Promise.all([1, 2, 3].map(() => storeOf(tenant).write(update('a', { cover: id }))));
      expect(await files.get(id)).toMatchObject({ status: 'READY', due: null });
    });

    test('that fails for another reason leaves its files as they are', async () => {
      const [store, files] = ofTenant(newTenant());
      const { id } = await upload(files);
      await store.write(put({ id: 'a' }));
      await expect(store.write(put({ id: 'a', cover: id }))).rejects.toMatchObject({ reason: 'exists' });
      await expect(store.write(update('b', { cover: id }))).rejects.toMatchObject({ reason: 'missing' });
      const condition = { field: 'title', op: 'eq', value: 'no' } as const;
      const unmet = { ...update('a', { cover: id }), condition };
      await expect(store.write(unmet)).rejects.toMatchObject({ reason: 'condition' });
      expect(await files.get(id)).toMatchObject({ of: null });
      await store.write(put({ id: 'b', cover: id }));
      await expect(store.write({ ...remove('b'), condition })).rejects.toMatchObject({ reason: 'condition' });
      expect(await files.get(id)).toMatchObject({ status: 'READY' });
    });

    test('of an archive gets its restored file, of any uploader, and may get it again', async () => {
      const [store, files] = ofTenant(newTenant());
      const file = { ...(await upload(filesOf(newTenant()))), uploadedBy: 'gone' };
      const due = new Date(Date.now() - 1000).toISOString();
      await files.restore({ ...file, due });
      await store.write(put({ id: 'a', cover: file.id }, { claimant: null }));
      expect(await files.get(file.id)).toMatchObject({ of: { type: 'Album' }, due: null });
      await expect(store.write(put({ id: 'b', cover: file.id }, { claimant: null }))).rejects.toMatchObject(
        noCover,
      );
      expect(await files.due(Date.now(), 10)).toEqual([]);
      expect(await files.nextDue()).toBeNull();
    });
  });

  function ofTenant(tenant: string) {
    return [storeOf(tenant), filesOf(tenant)] as const;
  }
}

async function deleteRead(store: Store): Promise<void> {
  const current = await store.get(get('a'));
  await store.write({ ...remove('a'), ...(current && { current }) });
}

async function expectReleased(files: ReturnType<FilesOf>, { id }: FileRecord): Promise<void> {
  expect(await files.get(id)).toMatchObject({ status: 'REMOVED', of: null });
  expect((await files.due(Date.now(), 10)).map((file) => file.id)).toEqual([id]);
}

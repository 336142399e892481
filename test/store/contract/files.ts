import { newId, type FileRecord, type FileRecords } from '../../../src/store/port/index.ts';
import { newFile, upload } from './new-file.ts';
import { newTenant, type FilesOf } from './stores.ts';

const DAY = 24 * 60 * 60_000;
const NONE = { bytes: 0, files: 0 };

export function files(filesOf: FilesOf): void {
  describe('a new upload', () => {
    test('reserves its bytes and is due in a day', async () => {
      const files = filesOf(newTenant());
      const now = Date.now();
      const file = await files.reserve(newFile({ id: newId(now), size: 7 }), null);
      expect(file).toMatchObject({
        status: 'UPLOADING',
        kind: 'UPLOAD',
        of: null,
        counted: 7,
        erased: false,
      });
      expect(await files.get(file.id)).toEqual(file);
      expect(await files.usage()).toEqual({ bytes: 7, files: 1 });
      expect(await files.nextDue()).toBe(Date.parse(file.createdAt) + DAY);
      expect(await files.due(Date.parse(file.createdAt) + DAY - 1, 10)).toEqual([]);
      expect(await files.due(Date.parse(file.createdAt) + DAY, 10)).toEqual([file]);
    });

    test('that is reserved again with the same id is counted once', async () => {
      const files = filesOf(newTenant());
      const file = newFile();
      const reserved = await files.reserve(file, 100);
      expect(await files.reserve(file, 100)).toEqual(reserved);
      expect(await files.usage()).toEqual({ bytes: 100, files: 1 });
      await expect(files.reserve({ ...file, uploadedBy: 'eve' }, null)).rejects.toThrow('used already');
    });

    test('that does not fit is refused, and nothing is reserved', async () => {
      const files = filesOf(newTenant());
      await expect(files.reserve(newFile({ size: 11 }), 10)).rejects.toMatchObject({ used: 0, limit: 10 });
      await files.reserve(newFile({ size: 6 }), 10);
      const full = { name: 'StorageFull', used: 6, limit: 10 };
      await expect(files.reserve(newFile({ size: 5 }), 10)).rejects.toMatchObject(full);
      await expect(files.reserve(newFile({ size: 11 }), 10)).rejects.toMatchObject(full);
      expect(await files.usage()).toEqual({ bytes: 6, files: 1 });
      await files.reserve(newFile({ size: 4 }), 10);
    });

    test('never exceeds the limit with 49 others at the same time', async () => {
      const tenant = newTenant();
      const asked = Array.from({ length: 50 }, () => filesOf(tenant).reserve(newFile({ size: 10 }), 205));
      const ended = await Promise.allSettled(asked);
      const reasons = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
      for (const reason of reasons) expect(reason).toMatchObject({ name: 'StorageFull' });
      expect(await filesOf(tenant).usage()).toEqual({ bytes: 200, files: 20 });
    });

    test('of another tenant is not there, and has a limit of its own', async () => {
      const [one, other] = [filesOf(newTenant()), filesOf(newTenant())];
      const file = await one.reserve(newFile(), 100);
      expect(await other.get(file.id)).toBeNull();
      expect(await other.getMany([file.id])).toEqual(new Map());
      expect(await other.change(file, { status: 'READY' })).toBeNull();
      expect(await other.discard(file)).toBeNull();
      expect(await other.usage()).toEqual(NONE);
      await other.reserve(newFile(), 100);
    });
  });

  describe('a file', () => {
    test('is found by its id alone or with others, and an id of none is absent', async () => {
      const files = filesOf(newTenant());
      const all = await Promise.all([1, 2, 3].map(() => files.reserve(newFile(), null)));
      const ids = [...all.map(({ id }) => id), newId(), '', 'x'.repeat(5000)];
      expect(await files.getMany([...ids, ...ids])).toEqual(new Map(all.map((file) => [file.id, file])));
      for (const id of ids.slice(3)) expect(await files.get(id)).toBeNull();
    });

    test('changes only while its status is as it was read', async () => {
      const files = filesOf(newTenant());
      const file = await files.reserve(newFile(), null);
      const ready = await files.change(file, {
        status: 'READY',
        width: 3,
        height: 2,
        contentType: 'image/gif',
      });
      expect(ready).toEqual({ ...file, status: 'READY', width: 3, height: 2, contentType: 'image/gif' });
      expect(await files.change(file, { status: 'SCANNING' })).toBeNull();
      expect(ready && (await files.change(ready, { thumbnails: [64, 128] }))).toMatchObject({
        status: 'READY',
        thumbnails: [64, 128],
      });
      expect(ready && (await files.change(ready, { width: null }))).toMatchObject({ width: null });
    });

    test('that is infected or removed never becomes ready', async () => {
      const files = filesOf(newTenant());
      const infected = await files.change(await upload(files), { status: 'INFECTED' });
      const removed = await files.discard(await upload(files));
      for (const file of [infected, removed]) {
        expect(file && (await files.change(file, { status: 'READY' }))).toBeNull();
        expect(await files.get(file?.id ?? '')).toEqual(file);
      }
    });

    test('frees its bytes once when it is infected', async () => {
      const files = filesOf(newTenant());
      const file = await files.reserve(newFile(), null);
      const changes = [1, 2, 3].map(() => files.change(file, { status: 'INFECTED' }));
      expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
      expect(await files.get(file.id)).toMatchObject({ status: 'INFECTED', counted: 0, size: 100 });
      expect(await files.usage()).toEqual({ bytes: 0, files: 1 });
      await expectErased(files, await files.get(file.id));
    });

    test('is erased once after it is discarded, however often and by however many', async () => {
      const tenant = newTenant();
      const later = (): number => Date.now() + DAY;
      const files = filesOf(tenant, later);
      const [kept, file] = [await upload(files), await upload(files)];
      const discarded = await Promise.all([1, 2, 3].map(() => filesOf(tenant).discard(file)));
      expect(discarded).toEqual(
        discarded.map(() => ({ ...file, status: 'REMOVED', due: discarded[0]?.due })),
      );
      expect(await files.due(Date.now(), 10)).toEqual(discarded.slice(0, 1));
      const [gone] = discarded;
      const erased = gone && (await Promise.all([1, 2, 3].map(() => filesOf(tenant, later).erase(gone))));
      expect(erased?.filter(Boolean)).toHaveLength(1);
      expect(await files.get(file.id)).toBeNull();
      expect(await files.discard(file)).toBeNull();
      expect(await files.usage()).toEqual({ bytes: 100, files: 1 });
      expect(await files.page(null)).toEqual({ files: [kept], after: null });
    });

    test('cannot be erased as long as a row could claim it', async () => {
      const files = filesOf(newTenant());
      await expect(files.erase(await upload(files))).rejects.toThrow('discard it first');
    });

    test('frees its bytes while a link can still put them, and its record is due after that', async () => {
      const tenant = newTenant();
      const files = filesOf(tenant);
      const file = await files.discard(await upload(files));
      expect(file && (await files.erase(file))).toBe(true);
      expect(file && (await files.erase(file))).toBe(false);
      expect(await files.usage()).toEqual(NONE);
      expect((await files.page(null)).files).toEqual([]);
      const due = await files.nextDue();
      expect(due).toBeGreaterThan(Date.parse(file?.putUntil ?? ''));
      const [left] = await files.due(due ?? 0, 10);
      expect(left).toMatchObject({ id: file?.id, erased: true, counted: 0 });
      expect(left && (await filesOf(tenant, () => due ?? 0).erase(left))).toBe(true);
      expect(await files.nextDue()).toBeNull();
      expect(await files.usage()).toEqual(NONE);
    });

    test('of a multipart upload leaves no record, because no link outlives it', async () => {
      const files = filesOf(newTenant());
      const file = await files.discard(await files.reserve(newFile({ multipart: 'm', partSize: 5 }), null));
      expect(file).toMatchObject({ multipart: 'm', partSize: 5, putUntil: null });
      expect(file && (await files.erase(file))).toBe(true);
      expect(await files.nextDue()).toBeNull();
    });
  });

  describe('the files of an archive', () => {
    test('are restored as they are, once, without a row', async () => {
      const [one, other] = [filesOf(newTenant()), filesOf(newTenant())];
      const file = await upload(one);
      const due = new Date(Date.now() + 7 * DAY).toISOString();
      const archived = { ...file, due, of: { type: 'Album', key: 'a#', field: 'cover' } };
      const restored = await other.restore(archived);
      expect(restored).toEqual({ ...archived, of: null });
      expect(await other.restore({ ...archived, name: 'another' })).toEqual(restored);
      expect(await other.get(file.id)).toEqual(restored);
      expect(await other.usage()).toEqual({ bytes: 100, files: 1 });
      expect(await other.nextDue()).toBe(Date.parse(due));
    });
  });

  describe('a recount', () => {
    test('comes to the sum of the files while others change them', async () => {
      const tenant = newTenant();
      const files = filesOf(tenant);
      const change = async (size: number): Promise<void> => {
        const file = await filesOf(tenant).reserve(newFile({ size, multipart: 'm' }), null);
        if (size % 2 === 0) return;
        const discarded = await filesOf(tenant).discard(file);
        if (discarded) await filesOf(tenant).erase(discarded);
      };
      await Promise.all([
        ...Array.from({ length: 20 }, (_, at) => change(at + 1)),
        ...[1, 2, 3].map(() => filesOf(tenant).recount()),
      ]);
      expect(await files.usage()).toEqual({ bytes: 110, files: 10 });
      expect(await files.recount()).toBe(110);
      expect(await files.usage()).toEqual({ bytes: 110, files: 10 });
    });
  });
}

async function expectErased(files: FileRecords, file: FileRecord | null): Promise<void> {
  const discarded = file && (await files.discard(file));
  expect(discarded && (await files.erase(discarded))).toBe(true);
  expect(await files.usage()).toEqual(NONE);
}

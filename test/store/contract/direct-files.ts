import type { DirectObject } from '../../../src/store/port/index.ts';
import { newTenant, type FilesOf } from './stores.ts';

const at = '2026-11-30T12:00:00.000Z';
const object = (sequencer: string, size: number): DirectObject => ({ path: 'a/b.txt', size, sequencer, at });

export function directFiles(filesOf: FilesOf): void {
  describe('an object of the folder of a tenant', () => {
    test('is counted once, whatever comes again or in another order', async () => {
      const files = filesOf(newTenant());
      expect(await files.recordDirect(object('02', 10), null)).toBe('RECORDED');
      expect(await files.recordDirect(object('02', 10), null)).toBe('RECORDED');
      expect(await files.recordDirect(object('01', 99), null)).toBe('OLD');
      expect(await files.removeDirect('a/b.txt', '01')).toBe('OLD');
      expect(await files.usage()).toEqual({ bytes: 10, files: 1 });
      const { files: listed } = await files.page(null);
      expect(listed).toMatchObject([{ kind: 'DIRECT', path: 'a/b.txt', name: 'b.txt', size: 10, due: null }]);
    });

    test('takes the place of an older one of its path', async () => {
      const files = filesOf(newTenant());
      await files.recordDirect(object('01', 10), null);
      await files.recordDirect(object('0f', 4), null);
      await files.recordDirect(object('0F1', 7), null);
      expect(await files.usage()).toEqual({ bytes: 7, files: 1 });
    });

    test('is not counted if it was removed before its event comes', async () => {
      let now = Date.now();
      const files = filesOf(newTenant(), () => now);
      expect(await files.removeDirect('a/b.txt', '05')).toBe('RECORDED');
      expect(await files.recordDirect(object('04', 10), null)).toBe('OLD');
      expect(await files.usage()).toEqual({ bytes: 0, files: 0 });
      now = (await files.nextDue()) ?? 0;
      const [left] = await files.due(now, 10);
      expect(left && (await files.erase(left))).toBe(true);
      expect(await files.nextDue()).toBeNull();
    });

    test('comes back after it was removed', async () => {
      const files = filesOf(newTenant());
      await files.recordDirect(object('01', 10), null);
      await files.removeDirect('a/b.txt', '02');
      expect(await files.usage()).toEqual({ bytes: 0, files: 0 });
      expect((await files.page(null)).files).toEqual([]);
      await files.recordDirect(object('03', 6), null);
      expect(await files.usage()).toEqual({ bytes: 6, files: 1 });
      expect(await files.nextDue()).toBeNull();
    });

    test('that does not fit is not recorded', async () => {
      const files = filesOf(newTenant());
      expect(await files.recordDirect(object('01', 11), 10)).toBe('FULL');
      expect(await files.recordDirect(object('01', 8), 10)).toBe('RECORDED');
      expect(await files.recordDirect({ ...object('01', 3), path: 'c' }, 10)).toBe('FULL');
      expect(await files.recordDirect(object('02', 10), 10)).toBe('RECORDED');
      expect(await files.usage()).toEqual({ bytes: 10, files: 1 });
    });

    test('is counted once by 10 functions that get its events at the same time', async () => {
      const tenant = newTenant();
      const events = ['01', '02', '03', '04', '05'].flatMap((sequencer, size) => [
        filesOf(tenant).recordDirect(object(sequencer, size + 1), null),
        filesOf(tenant).removeDirect('a/b.txt', `${sequencer}8`),
      ]);
      await Promise.all(events);
      expect(await filesOf(tenant).usage()).toEqual({ bytes: 0, files: 0 });
      expect(await filesOf(tenant).recount()).toBe(0);
    });
  });
}

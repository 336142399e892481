import { exported, imported, recordsOf, repackRecords, copyOf, type Unpacked } from '../archive-kit.ts';
import type { JobRig } from '../job-rig.ts';
import { contentsOf, filesOf } from './files-of.ts';
import { fillAcme, openFileRig } from './job-kit.ts';

const FILES = 'files/1.ndjson.gz';

let rig: JobRig;
let archive: Unpacked;
beforeAll(async () => {
  rig = await openFileRig();
  await fillAcme(rig);
  archive = await exported(rig, 'acme');
});
afterAll(() => rig.api.close());

/** Imports a copy of the archive with a change, and returns why it is refused, or null. */
async function refusalOf(change: (copy: Unpacked) => void): Promise<string | null> {
  const copy = copyOf(archive);
  change(copy);
  const outcome = await imported(rig, copy);
  if ('refused' in outcome) return outcome.refused.message;
  const { status, error, tenantId } = outcome.job;
  // A failed import leaves no file that can be read.
  const { files } = await (await filesOf(rig.api, tenantId)).records.page(null);
  if (status === 'FAILED') expect(files.filter(({ of }) => of !== null)).toEqual([]);
  return error;
}

/** Changes the records of the files of a kind. */
function changeRecords(copy: Unpacked, kind: string, changes: object): void {
  const records = recordsOf(copy.files.get(FILES) ?? Buffer.of());
  repackRecords(
    copy,
    FILES,
    records.map((record) => (record['kind'] === kind ? { ...record, ...changes } : record)),
  );
}

const pieceIn = (copy: Unpacked): string =>
  [...copy.files.keys()].find((name) => name.startsWith('contents/')) ?? '';

it('is imported as it was exported', async () => {
  expect(await refusalOf(() => undefined)).toBeNull();
});

describe('an archive of files', () => {
  it.each<[string, (copy: Unpacked) => void, string]>([
    ['with a changed piece', (copy) => copy.files.set(pieceIn(copy), Buffer.from('x')), 'was changed'],
    ['without a piece', (copy) => copy.files.delete(pieceIn(copy)), 'lacks the file'],
    [
      'whose manifest counts fewer bytes',
      (copy) => (copy.manifest['contents'] = { count: 6, bytes: 1 }),
      'holds other files',
    ],
    ['whose manifest counts no files', (copy) => delete copy.manifest['contents'], 'holds other files'],
    [
      'with contents that are no total',
      (copy) => (copy.manifest['contents'] = { count: -1, bytes: 0 }),
      'cannot be read',
    ],
    [
      'without the files of its rows',
      (copy) => {
        dropFiles(copy);
      },
      'is not in the archive',
    ],
  ])('%s is refused', async (_what, change, why) => {
    expect(await refusalOf(change)).toContain(why);
  });

  it.each<[string, string, object]>([
    ['with the id of no file', 'UPLOAD', { id: '../../globex/x' }],
    ['with a path that leads out of its folder', 'DIRECT', { path: '../globex/x' }],
    ['with an empty path', 'DIRECT', { path: '' }],
    ['of an unknown kind', 'UPLOAD', { kind: 'LINK' }],
    ['with a size that its hashes do not have', 'UPLOAD', { size: 5e11 }],
    ['with a negative size', 'UPLOAD', { size: -1 }],
    ['with a type that breaks a header', 'UPLOAD', { contentType: 'image/png\r\nx: y' }],
    ['with another hash than its content', 'UPLOAD', { sha256: `${'A'.repeat(43)}=` }],
    ['with hashes that are none', 'UPLOAD', { hashes: ['x'] }],
    ['that was created at no time', 'UPLOAD', { createdAt: 'yesterday' }],
    ['that is infected and put by a browser', 'DIRECT', { infected: true, hashes: [] }],
  ])('with a record %s is refused', async (_what, kind, changes) => {
    expect(
      await refusalOf((copy) => {
        changeRecords(copy, kind, changes);
      }),
    ).toContain('cannot be read');
  });

  it('reaches no other tenant', async () => {
    expect(await contentsOf(rig.api, 'globex')).toEqual({});
  });
});

/** Takes the files out of an archive, and leaves the rows that name them. */
function dropFiles(copy: Unpacked): void {
  repackRecords(copy, FILES, []);
  copy.manifest['contents'] = { count: 0, bytes: 0 };
}

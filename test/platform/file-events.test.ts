import { createHash, randomUUID } from 'node:crypto';

import sharp from 'sharp';

import type { Scope } from '../../src/tenant/index.ts';
import { newId, openFileRecords, type FileRecord, type NewFile } from '../../src/store/index.ts';
import { addThumbnails, applyScan, type FileParts } from '../../src/platform/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { auditEvents } from './audit-reader.ts';
import { created, deleted, scanned } from './file-event-bodies.ts';
import { enterprise } from './plans-for-tests.ts';

const PNG = sharp({ create: { width: 200, height: 100, channels: 3, background: '#c33' } })
  .png()
  .toBuffer();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** The most bytes of a tenant. */
const LIMIT = 1_000_000;

let plain: TestApi;
let scanning: TestApi;
let bytes: Buffer;
beforeAll(async () => {
  [plain, scanning, bytes] = await Promise.all([
    openTestApi({ plans: enterprise({ storageBytes: LIMIT }) }),
    openTestApi({ scanFiles: true }),
    PNG,
  ]);
});
afterAll(() => Promise.all([plain.close(), scanning.close()]));

const scopeOf = (api: TestApi, tenant: string): Promise<Scope> => api.jobParts.scopeOf(tenant, 'a test');

async function filesOf(api: TestApi, tenant = 'acme'): Promise<FileParts> {
  const scope = await scopeOf(api, tenant);
  const send = api.jobParts.sendOf(scope);
  return { records: openFileRecords(scope, send), objects: api.parts.filesOf('files')(scope) };
}

/** Reserves an upload of the given bytes and puts them, as a client does that dies then. */
async function arrive(
  api: TestApi,
  { sent = bytes, tenant = 'acme', ...change }: Partial<NewFile> & { sent?: Buffer; tenant?: string } = {},
): Promise<FileRecord> {
  const { records, objects } = await filesOf(api, tenant);
  const file = await records.reserve(
    {
      id: newId(Date.now()),
      type: 'Task',
      field: 'photo',
      name: 'photo.png',
      size: sent.length,
      contentType: 'image/png',
      sha256: sha256(sent),
      uploadedBy: 'someone-else',
      multipart: null,
      partSize: null,
      ...change,
    },
    null,
  );
  await objects.put({ id: file.id }, sent, file.contentType);
  return file;
}

const original = ({ id }: Pick<FileRecord, 'id'>, tenant = 'acme'): string =>
  `uploads/${tenant}/${id}/original`;

/** Delivers events, and returns the places of those that must come again. */
async function deliver(api: TestApi, ...events: readonly object[]): Promise<readonly number[]> {
  const Records = events.map((event, at) => ({ messageId: String(at), body: JSON.stringify(event) }));
  const { batchItemFailures } = await api.fileEvents({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
}

/** Returns the details of the events of one action in the audit of acme. */
async function audited(api: TestApi, action: string): Promise<readonly unknown[]> {
  return (await auditEvents(api, 'alice', { action })).map(({ entity, detail }) => ({
    entity,
    detail: JSON.parse(detail ?? 'null') as unknown,
  }));
}

describe('an event of the original of an upload', () => {
  it('makes an image READY whose client died after the last byte, with thumbnails', async () => {
    const file = await arrive(plain);

    expect(await deliver(plain, created(original(file)))).toEqual([]);

    const { records, objects } = await filesOf(plain);
    expect(await records.get(file.id)).toMatchObject({
      status: 'READY',
      width: 200,
      height: 100,
      thumbnails: [64, 128],
    });
    const thumbnail = await objects.range({ id: file.id, width: 64 }, 0, 10_000);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 64, height: 32 });
  });

  it('changes nothing when it comes again, and counts no thumbnail', async () => {
    const file = await arrive(plain);
    await deliver(plain, created(original(file)));
    const { records } = await filesOf(plain);
    const before = [await records.get(file.id), await records.usage()];

    await deliver(plain, created(original(file)), created(original(file)));

    expect([await records.get(file.id), await records.usage()]).toEqual(before);
  });

  it('removes the object of an upload that has no record, such as one that ended before its link did', async () => {
    const { objects } = await filesOf(plain);
    const id = newId(Date.now());
    await objects.put({ id }, bytes, 'image/png');

    await deliver(plain, created(original({ id })));

    expect(await objects.head({ id })).toBeNull();
  });

  it('leads to no file of another tenant', async () => {
    const file = await arrive(plain);

    await deliver(
      plain,
      created(original(file, 'globex')),
      scanned(original(file, 'globex'), 'THREATS_FOUND'),
    );

    const { records, objects } = await filesOf(plain);
    expect(await records.get(file.id)).toMatchObject({ status: 'UPLOADING' });
    expect(await objects.head({ id: file.id })).not.toBeNull();
  });

  it.each([
    ['that is not of its type', { sent: Buffer.from('<html><script>alert(1)</script></html>') }],
    ['in place of which other bytes arrived', { sha256: sha256(Buffer.from('announced')) }],
  ])('leaves an upload UPLOADING %s, so that its caller hears why', async (_what, change) => {
    const file = await arrive(plain, change);

    await deliver(plain, created(original(file)));

    const { records, objects } = await filesOf(plain);
    expect(await records.get(file.id)).toMatchObject({ status: 'UPLOADING', thumbnails: [] });
    expect(await objects.head({ id: file.id })).not.toBeNull();
  });

  it('makes no thumbnails of a file that is being removed', async () => {
    const file = await arrive(plain);
    const { records, objects } = await filesOf(plain);
    await deliver(plain, created(original(file)));
    const ready = await records.get(file.id);
    if (ready) await records.discard(ready);
    await objects.remove({ id: file.id });

    await deliver(plain, created(original(file)));

    expect(await objects.head({ id: file.id, width: 64 })).toBeNull();
  });
});

describe('thumbnails', () => {
  it('go again without the original if the record has moved to another table meanwhile', async () => {
    const { records, objects } = await filesOf(plain);
    const file = await arrive(plain);
    await deliver(plain, created(original(file)));
    const read = await records.get(file.id);
    if (!read) throw new Error('There is no file.');
    const moved = { ...read, id: newId(Date.now()), thumbnails: [] };
    await objects.put({ id: moved.id }, bytes, file.contentType);

    await addThumbnails({ records, objects }, moved);

    expect(await objects.head({ id: moved.id })).toMatchObject({ size: bytes.length });
    expect(await objects.head({ id: moved.id, width: 64 })).toBeNull();
  });
});

describe('a scan', () => {
  it('lets a file wait for its result, and makes a clean one READY with thumbnails', async () => {
    const file = await arrive(scanning);
    const { records } = await filesOf(scanning);
    await deliver(scanning, created(original(file)));
    expect(await records.get(file.id)).toMatchObject({ status: 'SCANNING', thumbnails: [] });

    await deliver(scanning, scanned(original(file), 'NO_THREATS_FOUND'));

    expect(await records.get(file.id)).toMatchObject({ status: 'READY', thumbnails: [64, 128] });
  });

  it('decides also when its result comes before the event of the object', async () => {
    const file = await arrive(scanning);

    await deliver(scanning, scanned(original(file), 'NO_THREATS_FOUND'), created(original(file)));

    const { records } = await filesOf(scanning);
    expect(await records.get(file.id)).toMatchObject({ status: 'READY', thumbnails: [64, 128] });
  });

  it('deletes an infected file, frees its bytes and records the threat once', async () => {
    const { records, objects } = await filesOf(scanning);
    const { bytes: before } = await records.usage();
    const file = await arrive(scanning);

    const threat = scanned(original(file), 'THREATS_FOUND');
    await deliver(scanning, created(original(file)), threat, threat);

    expect(await records.get(file.id)).toMatchObject({ status: 'INFECTED' });
    expect(await objects.head({ id: file.id })).toBeNull();
    expect((await records.usage()).bytes).toBe(before);
    expect(await audited(scanning, 'file.infected')).toEqual([
      {
        entity: { type: 'File', id: file.id },
        detail: {
          type: 'Task',
          field: 'photo',
          name: 'photo.png',
          uploadedBy: 'someone-else',
          threats: ['EICAR-Test-File'],
        },
      },
    ]);
  });

  it('never makes an infected file READY', async () => {
    const file = await arrive(scanning);

    await deliver(
      scanning,
      scanned(original(file), 'THREATS_FOUND'),
      scanned(original(file), 'NO_THREATS_FOUND'),
      created(original(file)),
    );

    const { records } = await filesOf(scanning);
    expect(await records.get(file.id)).toMatchObject({ status: 'INFECTED', thumbnails: [] });
  });

  it('makes a file INFECTED also if an older result makes it READY meanwhile', async () => {
    const file = await arrive(scanning);
    const parts = await filesOf(scanning);
    await deliver(scanning, created(original(file)));
    const read = await parts.records.get(file.id);
    if (!read) throw new Error('There is no file.');
    await deliver(scanning, scanned(original(file), 'NO_THREATS_FOUND'));

    const result = { result: 'THREATS_FOUND', threats: ['EICAR-Test-File'], etag: 'e' };
    await applyScan(parts, read, result, () => Promise.resolve());

    expect(await parts.records.get(file.id)).toMatchObject({ status: 'INFECTED' });
    expect(await parts.objects.head({ id: file.id })).toBeNull();
  });

  it.each(['UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'])(
    'makes a file UNSCANNED when it answers %s, and logs it',
    async (result) => {
      const file = await arrive(scanning);

      expect(await deliver(scanning, created(original(file)), scanned(original(file), result))).toEqual([]);

      const { records } = await filesOf(scanning);
      expect(await records.get(file.id)).toMatchObject({ status: 'UNSCANNED', thumbnails: [] });
      expect(scanning.log).toContainEqual(
        expect.objectContaining({ level: 'error', message: 'a file could not be scanned', file: file.id }),
      );
    },
  );

  it.each([
    ['NO_THREATS_FOUND', 'READY'],
    ['THREATS_FOUND', 'INFECTED'],
  ])('decides about an UNSCANNED file by a later %s', async (result, status) => {
    const file = await arrive(scanning);

    await deliver(
      scanning,
      created(original(file)),
      scanned(original(file), 'FAILED'),
      scanned(original(file), result),
      scanned(original(file), 'FAILED'),
    );

    const { records } = await filesOf(scanning);
    expect(await records.get(file.id)).toMatchObject({ status });
  });
});

describe('an event of a file that a browser wrote directly', () => {
  const usage = async (api: TestApi, tenant = 'acme'): Promise<number> =>
    (await (await filesOf(api, tenant)).records.usage()).bytes;

  it('counts it once, at its last size, in whatever order the events come', async () => {
    const key = `files/acme/${randomUUID()}.txt`;
    const before = await usage(plain);

    await deliver(plain, created(key, 500, '0002'), created(key, 100, '0001'), created(key, 500, '0002'));
    expect((await usage(plain)) - before).toBe(500);

    await deliver(plain, deleted(key, '0003'), created(key, 500, '0002'), deleted(key, '0003'));
    expect((await usage(plain)) - before).toBe(0);
  });

  it('counts it for its own tenant alone', async () => {
    const before = await usage(plain);

    await deliver(plain, created(`files/globex/${randomUUID()}.txt`, 700));

    expect(await usage(plain)).toBe(before);
  });

  it('deletes what does not fit into the plan, and records it', async () => {
    const path = `${randomUUID()}.bin`;
    const { objects } = await filesOf(plain);
    await objects.put({ path }, Buffer.from('small'), 'application/octet-stream');
    const before = await usage(plain);
    const etag = (await objects.head({ path }))?.etag;

    await deliver(plain, created(`files/acme/${path}`, LIMIT + 1, '0001', etag));

    expect(await objects.head({ path })).toBeNull();
    expect(await usage(plain)).toBe(before);
    expect(await audited(plain, 'file.refused')).toContainEqual(
      expect.objectContaining({ entity: { type: 'File', id: path } }),
    );
  });

  it('keeps the bytes that replaced what did not fit', async () => {
    const path = `${randomUUID()}.bin`;
    const { objects } = await filesOf(plain);
    await objects.put({ path }, Buffer.from('large'), 'application/octet-stream');
    const etag = (await objects.head({ path }))?.etag;
    await objects.put({ path }, Buffer.from('small'), 'application/octet-stream');

    await deliver(plain, created(`files/acme/${path}`, LIMIT + 1, '0001', etag));

    expect(await objects.head({ path })).not.toBeNull();
  });

  it('deletes an infected one, but not what was written since the scan', async () => {
    const path = `${randomUUID()}.txt`;
    const { objects } = await filesOf(scanning);
    await objects.put({ path }, Buffer.from('bad'), 'text/plain');
    const bad = (await objects.head({ path }))?.etag ?? '';
    const found = scanned(`files/acme/${path}`, 'THREATS_FOUND', bad);
    await objects.put({ path }, Buffer.from('good'), 'text/plain');
    await deliver(scanning, found);
    expect(await objects.head({ path })).not.toBeNull();

    const good = (await objects.head({ path }))?.etag ?? '';
    await deliver(scanning, scanned(`files/acme/${path}`, 'THREATS_FOUND', good));

    expect(await objects.head({ path })).toBeNull();
  });
});

describe('the function', () => {
  it('takes an event of a tenant that does not exist, and of what is no file', async () => {
    const others = [
      'uploads/nobody/018f/original',
      'files/No Tenant/x',
      'uploads/acme/018f/w64.webp',
      'other/x',
    ];

    expect(await deliver(plain, ...others.map((key) => created(key)), { 'detail-type': 'Other' })).toEqual(
      [],
    );
  });

  it('lets one event come again that fails, and handles those around it', async () => {
    const [first, last] = [await arrive(plain), await arrive(plain)];
    const { records } = await filesOf(plain);

    const failed = await plain.fileEvents({
      Records: [
        { messageId: 'a', body: JSON.stringify(created(original(first))) },
        { messageId: 'b', body: 'no JSON' },
        { messageId: 'c', body: JSON.stringify(created(original(last))) },
      ],
    });

    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    expect(await records.get(first.id)).toMatchObject({ status: 'READY' });
    expect(await records.get(last.id)).toMatchObject({ status: 'READY' });
  });
});

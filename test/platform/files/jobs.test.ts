import { removeDueFiles } from '../../../src/platform/index.ts';
import { PDF, sha256 } from '../../shared/sample-files.ts';
import { sendSigned } from '../../shared/send-signed.ts';
import { roundsOf } from '../../sweeps/rounds.ts';
import { dump } from '../dump.ts';
import { contentOf, field, type JobRig } from '../job-rig.ts';
import { step, stepwise } from '../move-rig.ts';
import { contentsOf, filesOf, putDirect } from './files-of.ts';
import { exportOf, fillAcme, importOf, openFileRig, pdfOf, projectWith, uploadInParts } from './job-kit.ts';
import { begin, bytesUsed, follow, uploaded } from './upload.ts';

let rig: JobRig;
beforeEach(async () => {
  rig = await openFileRig();
});
afterEach(() => rig.api.close());

const UPDATE =
  'mutation ($id: ID!, $file: ID) { updateProject(input: { id: $id, attachment: $file }) { id } }';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** From one step of an export to the next in which a file is replaced. The quick suite takes every fourth. */
const BETWEEN = 4 / roundsOf(4);
const LATE = '0190b5c2-5f6e-7c3a-9a51-0c6f0f7e2d11';

/** Returns the records of a tenant's files, without what belongs to one moment. */
async function recordsOf(tenantId: string): Promise<readonly unknown[]> {
  const { files } = await (await filesOf(rig.api, tenantId)).records.page(null);
  return files.map(({ createdAt, contentType, sequencer: _sequencer, putUntil: _until, ...file }) =>
    file.kind === 'DIRECT' ? file : { ...file, createdAt, contentType },
  );
}

async function removeDue(tenantId: string): Promise<void> {
  const record = (): Promise<void> => Promise.resolve();
  await removeDueFiles({ ...(await filesOf(rig.api, tenantId)), record, now: () => rig.now() }, () => false);
}

const usageOf = async (tenantId: string) => (await filesOf(rig.api, tenantId)).records.usage();
const othersOf = async (tenantId: string): Promise<unknown> => [
  contentOf(await dump(rig.api), tenantId),
  await contentsOf(rig.api, tenantId),
];

describe('an archive', () => {
  it('restores the files of a tenant byte for byte after its purge, and leaves those of another one', async () => {
    await fillAcme(rig);
    await putDirect(rig.api, 'globex', 'theirs', Buffer.from('Theirs.'));
    const [contents, records] = [await contentsOf(rig.api, 'acme'), await recordsOf('acme')];
    const usage = await usageOf('acme');
    const others = await othersOf('globex');
    expect(Object.keys(contents)).toHaveLength(6);
    const archive = await exportOf(rig, 'acme');
    await rig.requestPurge('acme', 'keepArchives: true');
    await rig.work();
    expect(await contentsOf(rig.api, 'acme')).toEqual({});
    expect((await rig.api.control.get('tenant', { id: 'acme' }))?.certificate).toMatchObject({
      deleted: { 'objects of files': 6, 'bytes of files': usage.bytes, 'records of files': 6 },
      verified: expect.arrayContaining(['records of files', 'files']) as unknown,
      remaining: 0,
    });

    const job = await importOf(rig, archive);

    expect(job).toMatchObject({ status: 'DONE', error: null });
    expect(JSON.parse(job.result ?? '')).toMatchObject({
      ...{ files: 6, fileBytes: usage.bytes, filesWithoutField: 0, sameSchema: true },
    });
    expect(await contentsOf(rig.api, job.tenantId)).toEqual(contents);
    expect(await recordsOf(job.tenantId)).toEqual(records);
    expect(await usageOf(job.tenantId)).toEqual(usage);
    expect(await othersOf('globex')).toEqual(others);
  });

  it('agrees with its rows, whenever the file of a row is replaced during the export', async () => {
    const { project: id } = await projectWith(rig);
    let held = PDF;
    let rounds = 0;
    let steps = 1;
    for (let step = 0; step < steps; step += BETWEEN) {
      const [at, before] = [step, held];
      rounds += 1;
      const job = await rig.requestExport('acme');
      await stepwise(rig, job, async (done) => {
        steps = Math.max(steps, done + 1);
        if (done !== at) return;
        held = Buffer.concat([PDF, Buffer.from(String(at))]);
        const file = await uploaded(rig.api, 'alice', held);
        field(await rig.api.ask('alice', UPDATE, { id, file }));
        await removeDue('acme');
      });
      expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
      const copy = await importOf(rig, { tenantId: 'acme', jobId: job.id });
      expect({ at, ...copy }).toMatchObject({ at, status: 'DONE', error: null });
      const restored = Object.values(await contentsOf(rig.api, copy.tenantId));
      expect({ at, restored: restored.length }).toEqual({ at, restored: 1 });
      expect([before, held].map(sha256)).toEqual(expect.arrayContaining(restored));
    }
    expect(steps).toBeGreaterThan(8);
    expect(rounds).toBe(Math.ceil(steps / BETWEEN));
  });

  it('holds files of many pieces, each as it is at one moment, also if a browser replaces one between two steps', async () => {
    const [old, young] = [pdfOf(68_000_000), pdfOf(64_500_000)];
    await putDirect(rig.api, 'acme', 'film', old);
    // An upload in parts is copied by the same code, so the quick suite leaves its bytes out.
    const inParts = BETWEEN === 1 ? [old] : [];
    for (const bytes of inParts) await uploadInParts(rig, bytes);
    const job = await rig.requestExport('acme');
    let isReplaced = false;
    await stepwise(rig, job, async () => {
      const archives = await rig.archives('acme');
      const copied = (await archives.list(`${job.id}/contents`)).length > 0;
      if (isReplaced || !copied) return;
      isReplaced = true;
      await (await filesOf(rig.api, 'acme')).objects.put({ path: 'film' }, young, 'text/plain');
    });
    expect(isReplaced).toBe(true);
    const copy = await importOf(rig, { tenantId: 'acme', jobId: job.id });
    expect(copy).toMatchObject({ status: 'DONE', error: null });
    const restored = Object.values(await contentsOf(rig.api, copy.tenantId));
    expect(restored.sort()).toEqual([young, ...inParts].map(sha256).sort());
    expect(await usageOf(copy.tenantId)).toEqual({
      bytes: young.length + inParts.reduce((sum, { length }) => sum + length, 0),
      files: 1 + inParts.length,
    });
  });

  it('is refused at once if its files do not fit into the plan, and while it is imported', async () => {
    await projectWith(rig);
    const archive = await exportOf(rig, 'acme');
    const limit = 'limits: { storageBytes: 10 }';
    await rig.operate(`mutation { overrideLimits(id: "globex", ${limit}) { id } }`);
    const into = await importOf(rig, archive, { name: null, into: 'globex' });
    expect(into).toMatchObject({ status: 'FAILED', error: expect.stringContaining('do not fit') as unknown });
    expect(await contentsOf(rig.api, 'globex')).toEqual({});
    await rig.operate(`mutation { overrideLimits(id: "acme", ${limit}) { id } }`);
    rig.pass(rig.now() + 60_000);
    const full = await exportOf(rig, 'acme');
    await expect(importOf(rig, full, { withOverrides: true })).rejects.toThrow('do not fit');
  });

  it('leaves no file that upkeep does not remove, if its import fails after the files', async () => {
    const { project, file } = await projectWith(rig);
    const archive = await exportOf(rig, 'acme');
    const scope = await rig.api.jobParts.scopeOf('globex', 'a test');
    // A row of the same id with other content ends the import.
    const create = 'mutation ($id: ID!) { createProject(input: { id: $id, name: "Other" }) { id } }';
    field(await rig.api.ask('carol', create, { id: project }));
    const failed = await importOf(rig, archive, { name: null, into: scope.tenantId });
    expect(failed).toMatchObject({ status: 'FAILED' });
    expect(Object.keys(await contentsOf(rig.api, 'globex'))).toHaveLength(1);
    rig.pass(rig.now() + 6 * DAY);
    await removeDue('globex');
    expect(Object.keys(await contentsOf(rig.api, 'globex'))).toHaveLength(1);
    rig.pass(rig.now() + 2 * DAY);
    await removeDue('globex');
    expect(await contentsOf(rig.api, 'globex')).toEqual({});
    expect(await usageOf('globex')).toEqual({ bytes: 0, files: 0 });
    expect(await (await filesOf(rig.api, 'acme')).records.get(file)).toMatchObject({ status: 'READY' });
  });

  it('gives a tenant the files back that it lost with their rows, and takes the same files twice', async () => {
    await fillAcme(rig);
    const [contents, usage] = [await contentsOf(rig.api, 'acme'), await usageOf('acme')];
    const archive = await exportOf(rig, 'acme');
    const into = { name: null, into: 'acme' };
    expect(await importOf(rig, archive, into)).toMatchObject({ status: 'DONE', error: null });
    expect(await contentsOf(rig.api, 'acme')).toEqual(contents);
    const { items } = field(await rig.api.ask('alice', '{ listProjects { items { id } } }')) as {
      items: readonly { id: string }[];
    };
    for (const { id } of items)
      field(
        await rig.api.ask('alice', 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }', {
          id,
        }),
      );
    const { objects, records } = await filesOf(rig.api, 'acme');
    await objects.remove({ path: 'empty' });
    await records.removeDirect('empty', '0B');
    // The links of the uploads end first.
    rig.pass(rig.now() + HOUR);
    await removeDue('acme');
    expect(Object.keys(await contentsOf(rig.api, 'acme'))).toHaveLength(1);
    expect(await importOf(rig, archive, into)).toMatchObject({ status: 'DONE', error: null });
    expect(await contentsOf(rig.api, 'acme')).toEqual(contents);
    // The event of the new object, because the record knows that of the deletion.
    await putDirect(rig.api, 'acme', 'empty', Buffer.alloc(0), '0C');
    expect(await usageOf('acme')).toEqual(usage);
  });
});

describe('a purge', () => {
  it('waits for the last link of an upload, and deletes what came by it', async () => {
    const begun = await begin(rig.api, 'alice');
    const purge = await rig.requestPurge('acme');
    let sent = 0;
    await stepwise(rig, purge, async (_step, until) => {
      // The job waits for minutes: all that it found is deleted.
      if (sent > 0 || until < rig.now() + 60_000) return;
      sent = (await sendSigned(rig.api.files, begun, PDF)).status;
      expect(await contentsOf(rig.api, 'acme')).not.toEqual({});
    }).catch(() => undefined);
    expect(sent).toBe(200);
    expect(await contentsOf(rig.api, 'acme')).toEqual({});
    expect((await rig.api.control.get('tenant', { id: 'acme' }))?.certificate).toMatchObject({
      deleted: { 'objects of files': 1, 'bytes of files': PDF.byteLength },
    });
    expect((await sendSigned(rig.api.files, begun, PDF)).status).toBe(403);
  });

  it('ends the uploads in parts that are open', async () => {
    const begun = await begin(rig.api, 'alice', pdfOf(70_000_000));
    const { objects, records } = await filesOf(rig.api, 'acme');
    const { multipart } = (await records.get(begun.id)) ?? {};
    await objects.putPart({ id: begun.id }, multipart ?? '', 1, pdfOf(begun.partSize ?? 0));
    expect(await objects.parts({ id: begun.id }, multipart ?? '')).toHaveLength(1);
    await rig.requestPurge('acme');
    await rig.work();
    expect(await rig.api.control.get('tenant', { id: 'acme' })).toMatchObject({ status: 'DELETED' });
    expect(await objects.parts({ id: begun.id }, multipart ?? '')).toBeNull();
  });
});

describe('an object that arrives after a purge', () => {
  it.each([
    ['of a browser', { path: 'late' }, 'files/acme/late'],
    ['of an upload', { id: LATE }, `uploads/acme/${LATE}/original`],
  ])('is deleted by its event if it is one %s', async (_of, place, key) => {
    await rig.requestPurge('acme');
    await rig.work();
    const { objects } = await filesOf(rig.api, 'acme');
    await objects.put(place, PDF, 'application/pdf');
    const event = {
      'detail-type': 'Object Created',
      detail: { object: { key, size: PDF.length, sequencer: '01' } },
    };
    const Records = [{ messageId: 'm', body: JSON.stringify(event) }];
    expect(await rig.api.fileEvents({ Records })).toEqual({ batchItemFailures: [] });
    expect(await contentsOf(rig.api, 'acme')).toEqual({});
    expect(await usageOf('acme')).toEqual({ bytes: 0, files: 0 });
  });
});

describe('a move', () => {
  it('carries the records of files to a silo and back, and refuses uploads meanwhile', async () => {
    await fillAcme(rig);
    const [contents, records, usage] = [
      await contentsOf(rig.api, 'acme'),
      await recordsOf('acme'),
      await usageOf('acme'),
    ];
    for (const to of ['SILO', 'POOL'] as const) {
      const job = await rig.requestMove('acme', to);
      await step(rig, job);
      rig.pass(rig.now() + 6_000);
      await expect(begin(rig.api, 'alice')).rejects.toThrow('READ_ONLY');
      await rig.work();
      expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
      expect([await contentsOf(rig.api, 'acme'), await recordsOf('acme'), await usageOf('acme')]).toEqual([
        contents,
        records,
        usage,
      ]);
      rig.pass(rig.now() + 60_000);
      const { project, file } = await projectWith(rig);
      const shown = await rig.api.ask('alice', `{ getProject(id: "${project}") { attachment { id url } } }`);
      const { attachment } = field(shown) as { attachment: { id: string; url: string } };
      expect(attachment.id).toBe(file);
      expect((await follow(rig.api, attachment.url)).bytes.equals(PDF)).toBe(true);
      field(
        await rig.api.ask('alice', 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }', {
          id: project,
        }),
      );
      rig.pass(rig.now() + HOUR);
      await removeDue('acme');
      expect(await bytesUsed(rig.api, 'alice')).toBe(usage.bytes);
    }
  });
});

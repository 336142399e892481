import { readSources } from '../../../src/app/schema-sources.ts';
import { PDF, pngOf } from '../../shared/sample-files.ts';
import { field, openJobRig, type JobAnswer, type JobRig } from '../job-rig.ts';
import { filesOf, putDirect } from './files-of.ts';
import { begin, complete, uploaded } from './upload.ts';

const sdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String!
    attachment: File @file(maxSize: "100MB", types: ["application/pdf"])
    tasks: [Task] @hasMany(onDelete: CASCADE)
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    photos: [File!] @file(types: ["image/*"])
    project: Project @belongsTo
  }
`;

/** Opens an API with two types whose rows hold files. A small schema makes a job of few steps. */
export function openFileRig(): Promise<JobRig> {
  const sources = [...readSources('schema/platform'), { file: 'test', text: sdl }];
  return openJobRig({ sources, siloTables: ['acme'], seed: { rows: {} } });
}

const CREATE = 'mutation ($file: ID) { createProject(input: { name: "Plan", attachment: $file }) { id } }';

export interface HeldFile {
  readonly project: string;
  readonly file: string;
}

/** Creates a project of alice that holds a file with this content. */
export async function projectWith({ api }: JobRig, bytes: Uint8Array = PDF): Promise<HeldFile> {
  const file = await uploaded(api, 'alice', bytes);
  const { id } = field(await api.ask('alice', CREATE, { file })) as { id: string };
  return { project: id, file };
}

/** Creates a project of alice that holds a file which is uploaded in parts. */
export async function uploadInParts({ api }: JobRig, bytes: Buffer): Promise<void> {
  const { id, partSize } = await begin(api, 'alice', bytes, { sha256: null });
  const { objects, records } = await filesOf(api, 'acme');
  const { multipart } = (await records.get(id)) ?? {};
  const size = partSize ?? 0;
  for (let at = 0; at < bytes.length; at += size)
    await objects.putPart({ id }, multipart ?? '', at / size + 1, bytes.subarray(at, at + size));
  field(await complete(api, 'alice', id));
  field(await api.ask('alice', CREATE, { file: id }));
}

/** Returns a PDF of so many bytes. No two pages of it are equal. */
export function pdfOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4096) bytes.writeUInt32LE(at, at);
  PDF.copy(bytes);
  return bytes;
}

/** Gives acme six files of each kind: small and large, of one field and of a list, put directly, and empty. */
export async function fillAcme(rig: JobRig): Promise<void> {
  const { api } = rig;
  const { project } = await projectWith(rig);
  // Three pieces of an archive.
  await projectWith(rig, pdfOf(9_000_000));
  const photo = { type: 'Task', field: 'photos', name: 'p.png', contentType: 'image/png' };
  const photos = [
    await uploaded(api, 'alice', pngOf(3, 2), photo),
    await uploaded(api, 'alice', pngOf(4, 2), photo),
  ];
  const create = `mutation ($project: ID!, $photos: [ID!]) {
    createTask(input: { projectTasksId: $project, photos: $photos }) { id }
  }`;
  field(await api.ask('alice', create, { project, photos }));
  await putDirect(api, 'acme', 'notes/ä b.txt', Buffer.from('Direct.'));
  await putDirect(api, 'acme', 'empty', Buffer.alloc(0));
}

export interface ExportAddress {
  readonly tenantId: string;
  readonly jobId: string;
}

export async function exportOf(rig: JobRig, tenantId: string): Promise<ExportAddress> {
  const job = await rig.requestExport(tenantId);
  await rig.work();
  expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
  return { tenantId, jobId: job.id };
}

/** Imports an archive. Returns the job after its end. */
export async function importOf(rig: JobRig, archive: ExportAddress, more: object = {}): Promise<JobAnswer> {
  const job = await rig.requestImport({ archive: { export: archive }, name: 'Again', ...more });
  await rig.work();
  return rig.job(job);
}

import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

import { sha256 } from '../../src/platform/jobs/archive-format.ts';
import { archivePath } from '../../src/platform/archives.ts';
import type { Answer } from '../api.ts';
import type { JobAnswer, JobRig } from './job-rig.ts';

/** JSON that a test may break in any way. */
export type Loose = Record<string, unknown>;

export interface LooseManifest extends Loose {
  tenant: Loose;
  sections: Record<string, { count: number; parts: LoosePart[] }>;
}
export interface LoosePart {
  name: string;
  count: number;
  bytes: number;
  sha256: string;
}

/** The files of an archive by name, with its manifest as JSON. */
export interface Unpacked {
  readonly manifest: LooseManifest;
  readonly files: Map<string, Buffer>;
}

/** Exports a tenant and returns the archive. */
export async function exported(rig: JobRig, tenantId: string): Promise<Unpacked> {
  const { id } = await rig.requestExport(tenantId);
  await rig.work();
  const archives = await rig.archives(tenantId);
  const files = new Map<string, Buffer>();
  for (const path of await archives.list(id))
    files.set(path.slice(id.length + 1), Buffer.from((await archives.read(path)) ?? []));
  const manifest = JSON.parse(String(files.get('manifest.json'))) as LooseManifest;
  files.delete('manifest.json');
  return { manifest, files };
}

export function copyOf({ manifest, files }: Unpacked): Unpacked {
  return { manifest: structuredClone(manifest), files: new Map(files) };
}

export function recordsOf(bytes: Uint8Array): Loose[] {
  return gunzipSync(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Loose);
}

/** Replaces the content of a part, so that the manifest matches it. */
export function repack({ manifest, files }: Unpacked, name: string, bytes: Uint8Array, count: number): void {
  files.set(name, Buffer.from(bytes));
  const section = manifest.sections[name.slice(0, name.lastIndexOf('/'))];
  for (const part of section?.parts ?? [])
    if (part.name === name) Object.assign(part, { count, bytes: bytes.length, sha256: sha256(bytes) });
  if (section) section.count = section.parts.reduce((sum, part) => sum + part.count, 0);
}

/** Replaces the records of a part. */
export function repackRecords(archive: Unpacked, name: string, records: readonly unknown[]): void {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  repack(archive, name, gzipSync(lines), records.length);
}

/** Stores an archive as the upload of an operator, and returns its id. */
export async function upload(
  rig: JobRig,
  { files }: Pick<Unpacked, 'files'>,
  manifest: string | Uint8Array,
): Promise<string> {
  const uploadId = randomUUID();
  const { uploads } = rig.api.archives.archivesOf('operator');
  for (const [name, bytes] of files) await uploads.write(archivePath(uploadId, name), bytes);
  await uploads.write(archivePath(uploadId, 'manifest.json'), Buffer.from(manifest));
  return uploadId;
}

const IMPORT = `mutation ($input: ImportTenantInput!) {
  importTenant(input: $input) { id tenantId status done total progress result error }
}`;

/** Requests the import of an upload. */
export function requestImport(rig: JobRig, uploadId: string, more: object = {}): Promise<Answer> {
  return rig.api.askOperator('opal', IMPORT, { input: { archive: { uploadId }, ...more } });
}

/** Imports an archive. Returns the job after its end, or the refusal of the request. */
export async function imported(
  rig: JobRig,
  archive: Unpacked,
  more: object = {},
): Promise<{ readonly job: JobAnswer } | { readonly refused: Answer['errors'][number] }> {
  const uploadId = await upload(rig, archive, JSON.stringify(archive.manifest));
  const { data, errors } = await requestImport(rig, uploadId, more);
  const [refused] = errors;
  if (refused) return { refused };
  await rig.work();
  return { job: await rig.job(data?.['importTenant'] as JobAnswer) };
}

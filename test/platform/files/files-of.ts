import { createHash } from 'node:crypto';

import { openFileRecords, withRetry, type FileObjects, type FileRecords } from '../../../src/store/index.ts';
import type { TestApi } from '../../api.ts';

/** The files of a tenant, as a job reaches them. */
export interface FilesOf {
  readonly records: FileRecords;
  readonly objects: FileObjects;
}

export async function filesOf(api: TestApi, tenantId: string): Promise<FilesOf> {
  const scope = await api.jobParts.scopeOf(tenantId, 'a test');
  const { now } = api.platform;
  return {
    records: openFileRecords(scope, withRetry(api.jobParts.sendOf(scope)), { now }),
    objects: api.platform.filesOf(scope),
  };
}

/** Returns the SHA-256 of each object of a tenant, by its place. */
export async function contentsOf(api: TestApi, tenantId: string): Promise<Readonly<Record<string, string>>> {
  const { objects } = await filesOf(api, tenantId);
  const contents: Record<string, string> = {};
  for (const of of ['uploads', 'direct'] as const)
    for await (const page of objects.pages(of))
      for (const { place } of page) {
        const hash = createHash('sha256');
        for await (const bytes of await objects.stream(place)) hash.update(bytes);
        contents[JSON.stringify(place)] = hash.digest('base64');
      }
  return contents;
}

/** Puts a file into the folder of a tenant, as a browser with the tenant's session and the event of the bucket do. */
export async function putDirect(
  api: TestApi,
  tenantId: string,
  path: string,
  bytes: Uint8Array,
  sequencer = '0A',
): Promise<void> {
  const { records, objects } = await filesOf(api, tenantId);
  await objects.put({ path }, bytes, 'text/plain');
  const at = new Date(api.platform.now()).toISOString();
  await records.recordDirect({ path, size: bytes.byteLength, sequencer, at }, null);
}

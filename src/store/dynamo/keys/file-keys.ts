import { createHash } from 'node:crypto';

import type { TenantId } from '../../../tenant/index.ts';
import { type ItemKey, PK, SK, sortKey, systemPartition } from './keys.ts';

/** The id of an upload: a UUID of version 7. Its first 48 bits are the milliseconds since 1970. */
const UPLOAD = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The id of a file that a browser put into the tenant's folder. */
const DIRECT = /^direct-[0-9a-f]{64}$/;

/** Milliseconds after which an upload that no row claimed is removed. */
const UNCLAIMED = 24 * 60 * 60_000;

/** When a file is due that is to be removed now: before all others, by any clock. */
export const AT_ONCE = '1970-01-01T00:00:00.000Z';

/** Returns whether a text can be the id of an upload. */
export function isUploadId(id: string): boolean {
  return UPLOAD.test(id);
}

/** Returns whether a text can be the id of a file. */
export function isFileId(id: string): boolean {
  return UPLOAD.test(id) || DIRECT.test(id);
}

/** Returns the id of the file at a path of the tenant's folder. */
export function directFileId(path: string): string {
  return `direct-${createHash('sha256').update(path).digest('hex')}`;
}

/** Returns when an upload was created, as ISO 8601. Its id contains it. */
export function uploadedAt(id: string): string {
  return new Date(timeOf(id)).toISOString();
}

/** Returns when an upload is due that no row claims, as ISO 8601. */
export function unclaimedDue(id: string): string {
  return new Date(timeOf(id) + UNCLAIMED).toISOString();
}

function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Returns the key of a file's record. */
export function fileKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'FILE'), [SK]: sortKey(['id'], [id]) };
}

/** Returns the key of the entry by which a file is found when it is due. Entries are in the order of time. */
export function fileDueKey(tenant: TenantId, due: string, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'FILEDUE'), [SK]: sortKey(['due', 'id'], [due, id]) };
}

/** Returns the key of the bytes and the number of all files. */
export function fileBytesKey(tenant: TenantId): ItemKey {
  return { [PK]: systemPartition(tenant, 'FILEBYTES'), [SK]: sortKey(['name'], ['all']) };
}

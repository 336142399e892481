import { LINK_SECONDS, type FileObjects, type FileRecord, type SignedRequest } from '../../store/index.ts';
import type { FileParts } from '../tenant-files.ts';
import { partCountOf } from './parts-of.ts';

/** A header that the client must send. The types of the API import this file, so it imports none of them. */
interface ShownHeader {
  readonly name: string;
  readonly value: string;
}

/** An upload as clients see it. */
export interface ShownUpload {
  readonly id: string;
  readonly file: FileRecord;
  readonly method: string | null;
  readonly url: string | null;
  readonly headers: readonly ShownHeader[] | null;
  readonly expiresAt: string | null;
  readonly partSize: number | null;
  readonly partCount: number | null;
  readonly receivedParts: readonly number[] | null;
}

/** A signed request as clients see it. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly ShownHeader[];
  readonly expiresAt: string;
}

export function showRequest({ method, url, headers, expiresAt }: SignedRequest): ShownRequest {
  return {
    method,
    url,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

/**
 * Returns an upload with a new link, or with the parts that have arrived. Returns null if it has ended meanwhile. The record
 * knows of the link before a client does, so that upkeep waits for what the link may still bring.
 */
export async function renewUpload(
  { records, objects }: FileParts,
  file: FileRecord,
  now: number,
): Promise<ShownUpload | null> {
  if (file.partSize !== null) return showUpload(file, objects);
  const putUntil = new Date(now + LINK_SECONDS * 1000).toISOString();
  const renewed = await records.change(file, { putUntil });
  return renewed && showUpload(renewed, objects);
}

/** Returns an upload with a link, or with the parts that have arrived. */
export async function showUpload(file: FileRecord, objects: FileObjects): Promise<ShownUpload> {
  const { id, size, contentType, sha256, partSize, multipart } = file;
  if (partSize === null) {
    const signed = await objects.signPut(id, { size, contentType, sha256: sha256 ?? '' }, LINK_SECONDS);
    return { id, file, ...showRequest(signed), partSize: null, partCount: null, receivedParts: null };
  }
  const received = multipart === null ? [] : await objects.parts({ id }, multipart);
  return {
    id,
    file,
    ...{ method: null, url: null, headers: null, expiresAt: null },
    partSize,
    partCount: partCountOf(size, partSize),
    receivedParts: (received ?? []).map(({ number }) => number),
  };
}

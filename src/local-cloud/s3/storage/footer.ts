import { appendFile, type FileHandle } from 'node:fs/promises';

import type { Checksum } from '../body/checksums.ts';

/** What is stored with the bytes of an object or of a part. */
export interface Properties {
  /** The ETag with its quotes. It is no hash of the content, as of objects that KMS encrypts. */
  readonly etag: string;
  /** The headers that a read returns: `content-type`, and metadata of users. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: Checksum | null;
  /** The tags of the write. */
  readonly tags: Readonly<Record<string, string>>;
  /** A text that is greater than that of each earlier change of the same key. */
  readonly sequencer: string;
  /** The multipart upload that made the object, and its parts. */
  readonly upload: { readonly id: string; readonly parts: readonly PartProperties[] } | null;
}

interface PartProperties {
  readonly number: number;
  readonly size: number;
  readonly checksum: string | null;
}

/** The last bytes of a file with a footer. Before them is the length of the footer. */
const MARK = Buffer.from('S3OBJECT');
const TAIL = 4 + MARK.length;

/** Appends the properties to a file of bytes, so that one rename makes both visible. */
export async function appendFooter(file: string, properties: Properties): Promise<void> {
  const text = Buffer.from(JSON.stringify(properties));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  await appendFile(file, Buffer.concat([text, length, MARK]), { mode: 0o600 });
}

/** Returns the size of the bytes before the footer, and the properties. Null for a file that has no footer. */
export async function readFooter(
  handle: FileHandle,
): Promise<{ readonly size: number; readonly properties: Properties } | null> {
  const { size } = await handle.stat();
  if (size < TAIL) return null;
  const tail = await bytesAt(handle, size - TAIL, TAIL);
  if (!tail.subarray(4).equals(MARK)) return null;
  const length = tail.readUInt32BE(0);
  const begin = size - TAIL - length;
  if (begin < 0) return null;
  const text = await bytesAt(handle, begin, length);
  return { size: begin, properties: JSON.parse(text.toString()) as Properties };
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, position);
  return bytes;
}

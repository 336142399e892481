import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { header, needExisting, needKey, parameter, type Call, type Operation } from '../call.ts';
import { isUnchanged, READ_CONDITIONS } from '../conditions.ts';
import type { S3Answer } from '../request.ts';
import { S3Failure } from '../s3-failure.ts';
import type { ObjectEntry, Tags } from '../storage/objects.ts';
import { checksumHeaders } from './put-object.ts';

/** Parameters that replace headers of the answer. */
const OVERRIDES = ['type', 'disposition', 'encoding', 'language'].map((name) => `content-${name}`);
const REPLACED: Readonly<Record<string, string>> = Object.fromEntries(
  [...OVERRIDES, 'cache-control', 'expires'].map((name) => [`response-${name}`, name]),
);
/** Bytes that are read at once. */
const FEW = 2 ** 20;
const HEADERS = new RegExp(`^(${READ_CONDITIONS}|range|x-amz-checksum-mode)$`);

export const getObject: Operation = {
  parameters: Object.keys(REPLACED),
  headers: HEADERS,
  async run(call) {
    const opened = await call.bucket.objects.open(call.key);
    let isRead = false;
    try {
      const entry = await needExisting(call, ['GetObject'], opened?.entry ?? null);
      needKey(call, ['Decrypt']);
      const answer = await describe(call, entry);
      const range = rangeIn(header(call, 'range'), entry.size);
      if (answer.status === 304 || !opened) return answer;
      const { begin, end } = range ?? { begin: 0, end: entry.size };
      isRead = true;
      const body = await bytesOf(opened.handle, begin, end);
      return range === null ? { ...answer, body } : { ...partOf(answer, range, entry.size), body };
    } finally {
      if (!isRead) await opened?.handle.close();
    }
  },
};

export const headObject: Operation = {
  parameters: Object.keys(REPLACED),
  headers: HEADERS,
  async run(call) {
    const found = await call.bucket.objects.entry(call.key);
    const entry = await needExisting(call, ['GetObject'], found);
    // A checksum is read with the key of the object.
    if (header(call, 'x-amz-checksum-mode') !== null) needKey(call, ['Decrypt']);
    return describe(call, entry);
  },
};

async function describe(call: Call, entry: ObjectEntry): Promise<S3Answer> {
  const { etag, modified, size, headers, checksum } = entry;
  const validators = { etag, 'last-modified': modified.toUTCString() };
  if (isUnchanged(call, entry)) return { status: 304, headers: validators };
  const replaced = Object.entries(REPLACED).flatMap(([name, header]) => {
    const value = parameter(call, name);
    return value === null ? [] : [[header, value] as const];
  });
  const isChecked = header(call, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    status: 200,
    headers: {
      ...validators,
      'accept-ranges': 'bytes',
      'content-type': 'binary/octet-stream',
      ...headers,
      ...Object.fromEntries(replaced),
      'content-length': String(size),
      ...tagCount(await call.bucket.objects.tagsOf(entry)),
      ...(isChecked && checksumHeaders(checksum)),
    },
  };
}

function tagCount(tags: Tags): Readonly<Record<string, string>> {
  const count = Object.keys(tags).length;
  return count === 0 ? {} : { 'x-amz-tagging-count': String(count) };
}

interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Returns the answer for a part of an object. The checksum of the whole would not match it. */
function partOf({ headers }: S3Answer, { begin, end }: Range, size: number): S3Answer {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-'));
  return {
    status: 206,
    headers: {
      ...Object.fromEntries(kept),
      'content-length': String(end - begin),
      'content-range': `bytes ${begin}-${end - 1}/${size}`,
    },
  };
}

/**
 * Returns the range that a request asks for. Returns null for the whole object: also if the header is malformed or names
 * several ranges, as S3 does.
 * @throws {S3Failure} if the object has no byte of the range
 */
function rangeIn(text: string | null, size: number): Range | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (first === '' && last === '') return null;
  const begin = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < begin) return null;
  if (begin >= size || begin >= end)
    throw new S3Failure(416, 'InvalidRange', 'The requested range is not satisfiable', {
      'content-range': `bytes */${size}`,
    });
  return { begin, end };
}

/** Returns bytes of a file as a stream that closes it at its end. Few bytes are read at once. */
async function bytesOf(handle: FileHandle, begin: number, end: number): Promise<Readable> {
  const length = end - begin;
  if (length > FEW) return handle.createReadStream({ start: begin, end: end - 1 });
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, begin);
  await handle.close();
  return Readable.from(length === 0 ? [] : [bytes]);
}

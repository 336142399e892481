import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import {
  header,
  needExisting,
  needKey,
  needObject,
  type Bucket,
  type Call,
  type Operation,
} from '../call.ts';
import { WRITE_CONDITIONS, writeCondition } from '../conditions.ts';
import { PROPERTY_HEADERS, storedHeaders, tagsInHeader } from '../properties.ts';
import { invalid, S3Failure } from '../s3-failure.ts';
import { checksumElement } from '../body/checksums.ts';
import { documentOf, element, escape } from '../xml/write.ts';

const DIRECTIVES = 'x-amz-(copy-source|metadata-directive|tagging-directive)';

export const copyObject: Operation = {
  parameters: [],
  headers: new RegExp(`^(${WRITE_CONDITIONS}|${PROPERTY_HEADERS}|${DIRECTIVES})$`),
  async run(call) {
    const source = sourceOf(call);
    const replaces = directive(call, 'x-amz-metadata-directive');
    const retags = directive(call, 'x-amz-tagging-directive');
    const opened = await source.bucket.objects.open(source.key);
    try {
      const from = await needExisting(call, ['GetObject'], opened?.entry ?? null, source.bucket, source.key);
      needKey(call, ['Decrypt'], source.bucket);
      const kept = await source.bucket.objects.tagsOf(from);
      const tags = retags ? tagsInHeader(call) : kept;
      const tagged = Object.keys(tags).length > 0;
      if (tagged && !retags) await needExisting(call, ['GetObjectTagging'], from, source.bucket, source.key);
      needObject(call, ['PutObject', ...(tagged ? (['PutObjectTagging'] as const) : [])], tags);
      needKey(call, ['GenerateDataKey']);
      if (source.bucket === call.bucket && source.key === call.key && !replaces)
        throw new S3Failure(
          400,
          'InvalidRequest',
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
        );
      return await call.bucket.objects.stage(async (file) => {
        const bytes = opened?.handle.createReadStream({ start: 0, end: from.size - 1, autoClose: false });
        const into = createWriteStream(file, { flags: 'wx', mode: 0o600 });
        await (bytes && from.size > 0 ? pipeline(bytes, into) : pipeline([], into));
        const { etag, modified, checksum } = await call.bucket.objects.commit(call.key, file, {
          reason: 'CopyObject',
          headers: replaces ? storedHeaders(call) : from.headers,
          tags,
          // The copy is one piece, so a checksum of parts does not describe it.
          checksum: from.checksum?.type === 'FULL_OBJECT' ? from.checksum : null,
          upload: null,
          allow: writeCondition(call),
        });
        const body = documentOf(
          'CopyObjectResult',
          element('ETag', escape(etag)),
          element('LastModified', modified.toISOString()),
          checksum ? element(checksumElement(checksum.algorithm), checksum.value) : '',
        );
        return { status: 200, headers: {}, body };
      });
    } finally {
      await opened?.handle.close();
    }
  },
};

function sourceOf(call: Call): { readonly bucket: Bucket; readonly key: string } {
  const text = header(call, 'x-amz-copy-source') ?? '';
  const [, bucket, key] = /^\/?([^/]+)\/([^?]+)$/.exec(text) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalid('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  try {
    return { bucket: call.bucketNamed(bucket), key: decodeURIComponent(key) };
  } catch (error) {
    throw error instanceof S3Failure ? error : invalid('The copy source is malformed.');
  }
}

/** Returns whether a directive replaces what the source has. */
function directive(call: Call, name: string): boolean {
  const value = header(call, name) ?? 'COPY';
  if (value !== 'COPY' && value !== 'REPLACE') throw invalid(`Unknown ${name}.`);
  return value === 'REPLACE';
}

import { header, needExisting, type Operation } from '../call.ts';
import { checksumElement } from '../body/checksums.ts';
import { invalid } from '../s3-failure.ts';
import type { ObjectEntry } from '../storage/objects.ts';
import { documentOf, element } from '../xml/write.ts';

/** The attributes that a call may ask for. */
const ATTRIBUTES: Readonly<Record<string, (entry: ObjectEntry) => string>> = {
  ETag: ({ etag }) => element('ETag', etag.replaceAll('"', '')),
  Checksum: ({ checksum }) =>
    checksum === null
      ? ''
      : element(
          'Checksum',
          element(checksumElement(checksum.algorithm), checksum.value),
          element('ChecksumType', checksum.type),
        ),
  ObjectParts: ({ upload }) =>
    upload === null ? '' : element('ObjectParts', element('PartsCount', String(upload.parts.length))),
  StorageClass: () => element('StorageClass', 'STANDARD'),
  ObjectSize: ({ size }) => element('ObjectSize', String(size)),
};

export const getObjectAttributes: Operation = {
  parameters: ['attributes'],
  headers: /^x-amz-object-attributes$/,
  async run(call) {
    const found = await call.bucket.objects.entry(call.key);
    const entry = await needExisting(call, ['GetObject', 'GetObjectAttributes'], found);
    const asked = (header(call, 'x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
    const parts = asked.map((name) => {
      const write = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
      if (!write) throw invalid('Invalid attribute name specified.');
      return write(entry);
    });
    const headers = { 'last-modified': entry.modified.toUTCString() };
    return { status: 200, headers, body: documentOf('GetObjectAttributesResponse', ...parts) };
  },
};

import type { S3Failure } from '../s3-failure.ts';
import type { ObjectEntry } from '../storage/objects.ts';
import type { Upload } from '../storage/uploads.ts';
import { elementsIn, textIn } from './read.ts';
import { documentOf, element, escape, optional } from './write.ts';

/** Returns the keys in a `DeleteObjects`. Returns null if it is malformed or names versions. */
export function keysToDelete(
  xml: string,
): { readonly keys: readonly string[]; readonly quiet: boolean } | null {
  const objects = elementsIn(xml, 'Object');
  const keys = objects.map((inner) =>
    /^\s*<Key>[^<]*<\/Key>\s*$/.test(inner) ? textIn(inner, 'Key') : null,
  );
  if (keys.length === 0 || keys.length > 1000 || keys.includes(null)) return null;
  return { keys: keys.flatMap((key) => key ?? []), quiet: textIn(xml, 'Quiet') === 'true' };
}

/** Returns the result of each key of a `DeleteObjects`. */
export function deleteResult(
  deleted: readonly string[],
  failed: readonly { readonly key: string; readonly failure: S3Failure }[],
): string {
  return documentOf(
    'DeleteResult',
    ...deleted.map((key) => element('Deleted', element('Key', escape(key)))),
    ...failed.map(({ key, failure: { code, message } }) =>
      element(
        'Error',
        element('Key', escape(key)),
        element('Code', code),
        element('Message', escape(message)),
      ),
    ),
  );
}

/** The encoding of keys in a list, which a client may ask for. */
type Encoding = 'url' | null;

export interface ListPage {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string | null;
  readonly encoding: Encoding;
  readonly most: number;
  readonly entries: readonly ObjectEntry[];
  /** The common prefixes of keys that continue after the delimiter. */
  readonly groups: readonly string[];
  /** The position of the next page; null at the end. */
  readonly next: string | null;
}

/** Returns a page of `ListObjectsV2`. */
export function listResult({ bucket, prefix, most, entries, next, ...page }: ListPage): string {
  const write = writerOf(page.encoding);
  return documentOf(
    'ListBucketResult',
    element('Name', bucket),
    element('Prefix', write(prefix)),
    page.delimiter === null ? '' : element('Delimiter', write(page.delimiter)),
    optional('EncodingType', page.encoding),
    element('KeyCount', String(entries.length + page.groups.length)),
    element('MaxKeys', String(most)),
    element('IsTruncated', String(next !== null)),
    optional('NextContinuationToken', next),
    ...entries.map(({ key, modified, etag, size, checksum }) =>
      element(
        'Contents',
        element('Key', write(key)),
        element('LastModified', modified.toISOString()),
        element('ETag', escape(etag)),
        optional('ChecksumAlgorithm', checksum?.algorithm),
        optional('ChecksumType', checksum?.type),
        element('Size', String(size)),
        element('StorageClass', 'STANDARD'),
      ),
    ),
    ...page.groups.map((group) => element('CommonPrefixes', element('Prefix', write(group)))),
  );
}

export interface UploadsPage {
  readonly bucket: string;
  readonly prefix: string;
  readonly encoding: Encoding;
  readonly most: number;
  readonly uploads: readonly Upload[];
  readonly isTruncated: boolean;
}

/** Returns a page of `ListMultipartUploads`. */
export function uploadsResult({ bucket, prefix, most, uploads, isTruncated, encoding }: UploadsPage): string {
  const write = writerOf(encoding);
  const last = isTruncated ? uploads.at(-1) : undefined;
  return documentOf(
    'ListMultipartUploadsResult',
    element('Bucket', bucket),
    element('Prefix', write(prefix)),
    optional('EncodingType', encoding),
    last === undefined ? '' : element('NextKeyMarker', write(last.key)),
    optional('NextUploadIdMarker', last?.id),
    element('MaxUploads', String(most)),
    element('IsTruncated', String(isTruncated)),
    ...uploads.map(({ key, id, initiated, checksum }) =>
      element(
        'Upload',
        element('Key', write(key)),
        element('UploadId', id),
        element('StorageClass', 'STANDARD'),
        element('Initiated', new Date(initiated).toISOString()),
        optional('ChecksumAlgorithm', checksum?.algorithm),
        optional('ChecksumType', checksum?.type),
      ),
    ),
  );
}

function writerOf(encoding: Encoding): (text: string) => string {
  return encoding === null ? escape : (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

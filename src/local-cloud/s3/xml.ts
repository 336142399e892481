import type { ObjectEntry } from './objects.ts';
import type { S3Failure } from './s3-failure.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escape(text: string): string {
  // A parser would change line ends and some other characters, so write them as numbers.
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, digits?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number(digits));
    return Object.entries(ENTITIES).find(([, entity]) => entity === whole)?.[0] ?? whole;
  });
}

function element(name: string, ...inner: readonly string[]): string {
  return `<${name}>${inner.join('')}</${name}>`;
}

function document(name: string, ...inner: readonly string[]): string {
  return `${DECLARATION}<${name} xmlns="${NAMESPACE}">${inner.join('')}</${name}>`;
}

/** Returns the keys in a `DeleteObjects`. Returns null if it is malformed or names versions. */
export function keysToDelete(
  xml: string,
): { readonly keys: readonly string[]; readonly quiet: boolean } | null {
  const objects = [...xml.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, inner = '']) => inner);
  const keys = objects.map((inner) => /^\s*<Key>([^<]*)<\/Key>\s*$/.exec(inner)?.[1]);
  if (keys.length === 0 || keys.length > 1000 || keys.includes(undefined)) return null;
  return { keys: keys.map((key = '') => unescape(key)), quiet: /<Quiet>true<\/Quiet>/.test(xml) };
}

/** Returns the result of each key of a `DeleteObjects`. */
export function deleteResult(
  deleted: readonly string[],
  failed: readonly { readonly key: string; readonly failure: S3Failure }[],
): string {
  return document(
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

export interface ListPage {
  readonly bucket: string;
  readonly prefix: string;
  readonly most: number;
  readonly entries: readonly ObjectEntry[];
  /** The position of the next page; null at the end. */
  readonly next: string | null;
}

/** Returns a page of `ListObjectsV2`. */
export function listResult({ bucket, prefix, most, entries, next }: ListPage): string {
  return document(
    'ListBucketResult',
    element('Name', bucket),
    element('Prefix', escape(prefix)),
    element('KeyCount', String(entries.length)),
    element('MaxKeys', String(most)),
    element('IsTruncated', String(next !== null)),
    ...(next === null ? [] : [element('NextContinuationToken', next)]),
    ...entries.map(({ key, modified, etag, size }) =>
      element(
        'Contents',
        element('Key', escape(key)),
        element('LastModified', modified.toISOString()),
        element('ETag', escape(etag)),
        element('Size', String(size)),
        element('StorageClass', 'STANDARD'),
      ),
    ),
  );
}

export function errorDocument({ code, message }: S3Failure, requestId: string): string {
  const inner = [element('Code', code), element('Message', escape(message)), element('RequestId', requestId)];
  return `${DECLARATION}${element('Error', ...inner)}`;
}

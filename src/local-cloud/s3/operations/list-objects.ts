import { need, parameter, type Call, type Operation } from '../call.ts';
import { listRequest, listUploadsRequest } from '../permissions.ts';
import { integerIn } from '../properties.ts';
import { invalid, notImplemented } from '../s3-failure.ts';
import { listResult, uploadsResult } from '../xml/lists.ts';

const MOST_KEYS = 1000;

export const listObjects: Operation = {
  parameters: [
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
  ],
  headers: /^$/,
  async run(call) {
    if (parameter(call, 'list-type') !== '2') throw notImplemented('this list');
    const { bucket, context } = call;
    const most = Math.min(
      integerIn(parameter(call, 'max-keys'), 'maxKeys', 0, 2 ** 31 - 1) ?? MOST_KEYS,
      MOST_KEYS,
    );
    const [prefix, delimiter] = [parameter(call, 'prefix'), parameter(call, 'delimiter')];
    need(call, [listRequest(bucket.name, context, { prefix, delimiter, most })]);
    const encoding = encodingOf(call);
    const token = parameter(call, 'continuation-token');
    const after = token === null ? (parameter(call, 'start-after') ?? '') : keyOfToken(token);
    const found = await bucket.objects.keys(prefix ?? '');
    const isLeft = (key: string): boolean =>
      compare(key, after) > 0 && !(delimiter && after.endsWith(delimiter) && key.startsWith(after));
    const { names, next } = pageOf(groupBy(found.filter(isLeft), prefix ?? '', delimiter ?? ''), most);
    const entries = await Promise.all(
      names.filter(({ isGroup }) => !isGroup).map(({ name }) => bucket.objects.entry(name)),
    );
    const body = listResult({
      bucket: bucket.name,
      prefix: prefix ?? '',
      delimiter,
      encoding,
      most,
      // Leave out objects that were deleted meanwhile.
      entries: entries.flatMap((entry) => entry ?? []),
      groups: names.filter(({ isGroup }) => isGroup).map(({ name }) => name),
      next: next === null ? null : tokenOf(next),
    });
    return { status: 200, headers: {}, body };
  },
};

export const listUploads: Operation = {
  parameters: ['uploads', 'prefix', 'max-uploads', 'encoding-type', 'key-marker', 'upload-id-marker'],
  headers: /^$/,
  async run(call) {
    const { bucket, context } = call;
    const given = parameter(call, 'prefix');
    const [prefix, most] = [
      given ?? '',
      integerIn(parameter(call, 'max-uploads'), 'maxUploads', 1, MOST_KEYS) ?? MOST_KEYS,
    ];
    need(call, [listUploadsRequest(bucket.name, context, given)]);
    const marker = placeOf(
      parameter(call, 'key-marker') ?? '',
      parameter(call, 'upload-id-marker') ?? '\uffff',
    );
    const uploads = (await bucket.uploads.all())
      .filter(({ key, id }) => key.startsWith(prefix) && compare(placeOf(key, id), marker) > 0)
      .sort((a, b) => compare(placeOf(a.key, a.id), placeOf(b.key, b.id)));
    const page = uploads.slice(0, most);
    const body = uploadsResult({
      bucket: bucket.name,
      prefix,
      most,
      encoding: encodingOf(call),
      uploads: page,
      isTruncated: uploads.length > page.length,
    });
    return { status: 200, headers: {}, body };
  },
};

interface Name {
  readonly name: string;
  readonly isGroup: boolean;
}

/** Replaces keys that continue after a delimiter by their common prefixes. */
function groupBy(keys: readonly string[], prefix: string, delimiter: string): readonly Name[] {
  const names: Name[] = [];
  for (const key of keys) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = at < 0 ? key : key.slice(0, at + delimiter.length);
    const last = names.at(-1);
    if (at < 0 || !last?.isGroup || last.name !== name) names.push({ name, isGroup: at >= 0 });
  }
  return names;
}

function pageOf(
  left: readonly Name[],
  most: number,
): { readonly names: readonly Name[]; readonly next: string | null } {
  const names = left.slice(0, most);
  return { names, next: left.length > names.length ? (names.at(-1)?.name ?? null) : null };
}

function encodingOf(call: Call): 'url' | null {
  const encoding = parameter(call, 'encoding-type');
  if (encoding !== null && encoding !== 'url') throw invalid('Invalid Encoding Method specified in Request');
  return encoding;
}

/** Returns a text that sorts as uploads do: by key, then by id. */
function placeOf(key: string, id: string): string {
  return `${key}\u0000${id}`;
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Returns the token of a list's next page: the last key of this one, encoded so that it does not look like a
 * key.
 */
function tokenOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function keyOfToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

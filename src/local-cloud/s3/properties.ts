import { fieldsOf, header, type Call } from './call.ts';
import { invalid, S3Failure } from './s3-failure.ts';
import type { Tags } from './storage/objects.ts';

/** The headers of a write that a read returns. */
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.+)$/;
/** What a write may say about its object, as a pattern of headers. */
export const PROPERTY_HEADERS = 'x-amz-meta-.+|x-amz-tagging';
/** Maximum bytes of the metadata of a user. */
const MAX_METADATA = 2048;
const MAX_TAGS = 10;

/** Returns the headers that are stored with an object. */
export function storedHeaders(call: Call): Readonly<Record<string, string>> {
  const kept = fieldsOf(call).filter(([name]) => KEPT.test(name));
  const metadata = kept.filter(([name]) => name.startsWith('x-amz-meta-'));
  const bytes = metadata.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name.slice('x-amz-meta-'.length) + value),
    0,
  );
  if (bytes > MAX_METADATA)
    throw new S3Failure(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
    );
  return Object.fromEntries(
    kept.flatMap(([name, value]) => {
      if (name !== 'content-encoding') return [[name, value]];
      // The encoding of the transfer is no property of the object.
      const rest = value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== 'aws-chunked');
      return rest.length === 0 ? [] : [[name, rest.join(', ')]];
    }),
  );
}

/** Returns the tags in the header of a write. */
export function tagsInHeader(call: Call): Tags {
  return checkedTags([...new URLSearchParams(header(call, 'x-amz-tagging') ?? '')]);
}

/** @throws {S3Failure} if there are too many tags, or one is malformed */
export function checkedTags(tags: readonly (readonly [string, string])[]): Tags {
  if (tags.length > MAX_TAGS) throw new S3Failure(400, 'BadRequest', 'Object tags cannot be greater than 10');
  const names = new Set(tags.map(([name]) => name));
  if (names.size < tags.length)
    throw new S3Failure(400, 'InvalidTag', 'Cannot provide multiple Tags with the same key');
  const valid = tags.every(
    ([name, value]) =>
      name.length > 0 && name.length <= 128 && value.length <= 256 && !name.startsWith('aws:'),
  );
  if (!valid) throw new S3Failure(400, 'InvalidTag', 'The TagKey or TagValue you have provided is invalid');
  return Object.fromEntries(tags);
}

/** Returns a whole number in a parameter, between bounds. */
export function integerIn(text: string | null, name: string, from: number, to: number): number | null {
  if (text === null) return null;
  const value = Number(/^\d+$/.test(text) ? text : NaN);
  if (!(value >= from && value <= to))
    throw invalid(`Argument ${name} must be an integer between ${from} and ${to}`);
  return value;
}

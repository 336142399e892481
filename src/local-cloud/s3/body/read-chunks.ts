import { S3Failure } from '../s3-failure.ts';

/** Maximum bytes of the line before a chunk, and of the trailer. */
const LONGEST_LINE = 4096;

/**
 * Reads a body in the encoding `aws-chunked`: chunks with their lengths, and then a trailer (Amazon S3, "Uploading
 * objects using chunked uploads with trailing headers").
 * @param trailer receives the fields of the trailer
 * @throws {S3Failure} if the body is malformed or ends early
 */
export async function* readChunks(
  body: AsyncIterable<Uint8Array>,
  trailer: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  /** Bytes of the chunk that are still to come. Null outside a chunk. */
  let left: number | null = null;
  let inTrailer = false;
  for await (const bytes of body) {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    for (;;) {
      if (left !== null && left > 0) {
        if (rest.length === 0) break;
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        yield part;
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) {
        if (rest.length > LONGEST_LINE) throw malformed();
        break;
      }
      const line = rest.subarray(0, end).toString('latin1');
      rest = rest.subarray(end + 2);
      if (left === 0) {
        // The end of a chunk's bytes.
        if (line !== '') throw malformed();
        left = null;
      } else if (inTrailer) addField(line, trailer);
      else {
        left = lengthIn(line);
        if (left === 0) [inTrailer, left] = [true, null];
      }
    }
  }
  if (!inTrailer || rest.length > 0)
    throw new S3Failure(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
}

function lengthIn(line: string): number {
  const [length = ''] = line.split(';');
  if (!/^[0-9a-f]{1,12}$/i.test(length)) throw malformed();
  return parseInt(length, 16);
}

function addField(line: string, trailer: Map<string, string>): void {
  if (line === '') return;
  const colon = line.indexOf(':');
  if (colon < 1)
    throw new S3Failure(
      400,
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  trailer.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}

function malformed(): S3Failure {
  return new S3Failure(400, 'InvalidChunkSizeError', 'A chunk of the body is malformed.');
}

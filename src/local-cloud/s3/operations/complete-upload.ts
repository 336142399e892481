import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { fieldsOf, header, needKey, needObject, type Call, type Operation } from '../call.ts';
import {
  badDigest,
  checksumElement,
  checksumIn,
  compositeOf,
  openDigest,
  type Checksum,
} from '../body/checksums.ts';
import { WRITE_CONDITIONS, writeCondition } from '../conditions.ts';
import { malformedXml, S3Failure } from '../s3-failure.ts';
import { newEtag } from '../storage/objects.ts';
import type { Part, Upload } from '../storage/uploads.ts';
import { elementsIn, textIn } from '../xml/read.ts';
import { documentOf, element, escape } from '../xml/write.ts';
import { bodyText } from './body-text.ts';
import { uploadOf } from './uploads.ts';

/** Minimum bytes of each part but the last (Amazon S3, "Multipart upload limits"). */
const SMALLEST = 5 * 1024 ** 2;

export const completeUpload: Operation = {
  parameters: ['uploadId'],
  headers: new RegExp(`^(${WRITE_CONDITIONS}|x-amz-checksum-.+|x-amz-mp-object-size)$`),
  async run(call) {
    const { bucket, key } = call;
    needObject(call, ['PutObject']);
    needKey(call, ['Decrypt']);
    const asked = await uploadOf(call);
    const document = await bodyText(withoutChecksums(call));
    return bucket.uploads.alone(asked, async () => {
      const upload = await uploadOf(call);
      const allow = writeCondition(call);
      allow(await bucket.objects.entry(key));
      const parts = chosenParts(document, upload, await bucket.uploads.parts(upload));
      requireSize(call, parts);
      return bucket.objects.stage(async (file) => {
        const checksum = await join(parts, file, upload);
        const given = checksumIn(fieldsOf(call));
        if (given && given.value !== checksum?.value) throw badDigest(given.algorithm);
        const etag = `${newEtag().slice(0, -1)}-${parts.length}"`;
        const made = parts.map(({ number, size, checksum: own }) => ({
          number,
          size,
          checksum: own?.value ?? null,
        }));
        const written = await bucket.objects.commit(key, file, {
          reason: 'CompleteMultipartUpload',
          etag,
          headers: upload.headers,
          tags: upload.tags,
          checksum,
          upload: { id: upload.id, parts: made },
          allow,
        });
        await bucket.uploads.remove(upload);
        const body = documentOf(
          'CompleteMultipartUploadResult',
          element('Location', `https://${bucket.name}.s3.amazonaws.com/${encodeURIComponent(key)}`),
          element('Bucket', bucket.name),
          element('Key', escape(key)),
          element('ETag', escape(written.etag)),
          checksum ? element(checksumElement(checksum.algorithm), checksum.value) : '',
          checksum ? element('ChecksumType', checksum.type) : '',
        );
        return { status: 200, headers: {}, body };
      });
    });
  },
};

/** Returns the call without the checksum of the object, which is not that of its body. */
function withoutChecksums(call: Call): Call {
  const headers = Object.entries(call.request.headers).filter(
    ([name]) => !name.startsWith('x-amz-checksum-'),
  );
  const query = call.request.query.filter(([name]) => !name.toLowerCase().startsWith('x-amz-checksum-'));
  return { ...call, request: { ...call.request, query, headers: Object.fromEntries(headers) } };
}

/**
 * Returns the parts that a document names.
 * @throws {S3Failure} if one is missing, another one, too small or out of order
 */
function chosenParts(document: string, upload: Upload, known: readonly Part[]): readonly Part[] {
  const named = elementsIn(document, 'Part');
  if (named.length === 0) throw malformedXml();
  const parts = named.map((each) => {
    const number = Number(textIn(each, 'PartNumber') ?? NaN);
    const part = known.find((one) => one.number === number);
    const etag = (textIn(each, 'ETag') ?? '').replaceAll('"', '');
    if (!part || part.etag !== `"${etag}"`)
      throw new S3Failure(
        400,
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    requireChecksum(each, upload, part);
    return part;
  });
  if (parts.some(({ number }, at) => at > 0 && number <= (parts[at - 1]?.number ?? 0)))
    throw new S3Failure(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST))
    throw new S3Failure(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
    );
  return parts;
}

function requireChecksum(named: string, { checksum }: Upload, part: Part): void {
  const algorithm = checksum?.algorithm ?? part.checksum?.algorithm;
  const given = algorithm === undefined ? null : textIn(named, checksumElement(algorithm));
  if (given === null) {
    if (checksum?.type !== 'COMPOSITE') return;
    throw new S3Failure(
      400,
      'InvalidRequest',
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  if (given !== part.checksum?.value)
    throw new S3Failure(400, 'InvalidPart', 'The checksum of a part does not match that of its upload.');
}

function requireSize(call: Call, parts: readonly Part[]): void {
  const wanted = header(call, 'x-amz-mp-object-size');
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (wanted !== null && Number(wanted) !== size)
    throw new S3Failure(
      400,
      'InvalidRequest',
      'The provided x-amz-mp-object-size header does not match what was computed.',
    );
}

/** Writes the bytes of all parts to a file, and returns the checksum of the object. */
async function join(parts: readonly Part[], file: string, { checksum }: Upload): Promise<Checksum | null> {
  const digest = checksum?.type === 'FULL_OBJECT' ? openDigest(checksum.algorithm) : null;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const { file: from, size } of parts) {
      if (size === 0) continue;
      for await (const chunk of createReadStream(from, { end: size - 1 }) as AsyncIterable<Uint8Array>) {
        digest?.update(chunk);
        yield chunk;
      }
    }
  }
  await pipeline(bytes, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  if (!checksum) return null;
  const { algorithm, type } = checksum;
  const value =
    digest?.end().toString('base64') ??
    compositeOf(
      algorithm,
      parts.map((part) => part.checksum?.value ?? ''),
    );
  return { algorithm, value, type };
}

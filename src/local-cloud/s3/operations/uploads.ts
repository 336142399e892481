import { header, needKey, needObject, parameter, type Call, type Operation } from '../call.ts';
import { algorithmOf, checksumElement } from '../body/checksums.ts';
import { integerIn, PROPERTY_HEADERS, storedHeaders, tagsInHeader } from '../properties.ts';
import { noSuchUpload, S3Failure } from '../s3-failure.ts';
import type { Upload } from '../storage/uploads.ts';
import { documentOf, element, escape, optional } from '../xml/write.ts';
import { BODY_HEADERS, checksumHeaders, receiveBody } from './put-object.ts';

/** The greatest number of a part (Amazon S3, "Multipart upload limits"). */
const LAST_PART = 10_000;

export const createUpload: Operation = {
  parameters: ['uploads'],
  headers: new RegExp(`^(${PROPERTY_HEADERS}|x-amz-checksum-(algorithm|type))$`),
  async run(call) {
    const { bucket, key, now } = call;
    const tags = tagsInHeader(call);
    const tagged = Object.keys(tags).length > 0;
    needObject(call, ['PutObject', ...(tagged ? (['PutObjectTagging'] as const) : [])], tags);
    needKey(call, ['GenerateDataKey']);
    const checksum = checksumAskedIn(call);
    const upload = { key, initiated: now(), headers: storedHeaders(call), tags, checksum };
    const { id } = await bucket.uploads.begin(upload);
    const body = documentOf(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', escape(key)),
      element('UploadId', id),
    );
    const headers = checksum && {
      'x-amz-checksum-algorithm': checksum.algorithm,
      'x-amz-checksum-type': checksum.type,
    };
    return { status: 200, headers: headers ?? {}, body };
  },
};

export const uploadPart: Operation = {
  parameters: ['partNumber', 'uploadId'],
  headers: new RegExp(`^(${BODY_HEADERS})$`),
  async run(call) {
    needObject(call, ['PutObject']);
    needKey(call, ['GenerateDataKey', 'Decrypt']);
    const number = integerIn(parameter(call, 'partNumber'), 'partNumber', 1, LAST_PART) ?? 0;
    const upload = await uploadOf(call);
    return call.bucket.objects.stage(async (file) => {
      const { checksum } = await receiveBody(call, file);
      const [wanted, given] = [upload.checksum?.algorithm, checksum?.algorithm];
      if (wanted !== undefined && given !== wanted)
        throw new S3Failure(
          400,
          'InvalidRequest',
          `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
        );
      const etag = await call.bucket.uploads.addPart(upload, number, file, checksum);
      if (etag === null) throw noSuchUpload();
      const { 'x-amz-checksum-type': type, ...checksums } = checksumHeaders(checksum);
      return { status: 200, headers: { etag, ...(type !== undefined && checksums) } };
    });
  },
};

export const abortUpload: Operation = {
  parameters: ['uploadId'],
  headers: /^$/,
  async run(call) {
    needObject(call, ['AbortMultipartUpload']);
    const upload = await uploadOf(call);
    await call.bucket.uploads.alone(upload, () => call.bucket.uploads.remove(upload));
    return { status: 204, headers: {} };
  },
};

export const listParts: Operation = {
  parameters: ['uploadId', 'max-parts', 'part-number-marker'],
  headers: /^$/,
  async run(call) {
    needObject(call, ['ListMultipartUploadParts']);
    const upload = await uploadOf(call);
    const most = Math.min(integerIn(parameter(call, 'max-parts'), 'maxParts', 0, 2 ** 31 - 1) ?? 1000, 1000);
    const marker = integerIn(parameter(call, 'part-number-marker'), 'partNumberMarker', 0, 2 ** 31 - 1) ?? 0;
    const left = (await call.bucket.uploads.parts(upload)).filter(({ number }) => number > marker);
    const page = left.slice(0, most);
    const isTruncated = left.length > page.length;
    const body = documentOf(
      'ListPartsResult',
      element('Bucket', call.bucket.name),
      element('Key', escape(call.key)),
      element('UploadId', upload.id),
      element('StorageClass', 'STANDARD'),
      element('PartNumberMarker', String(marker)),
      optional('NextPartNumberMarker', isTruncated ? String(page.at(-1)?.number) : null),
      element('MaxParts', String(most)),
      element('IsTruncated', String(isTruncated)),
      optional('ChecksumAlgorithm', upload.checksum?.algorithm),
      optional('ChecksumType', upload.checksum?.type),
      ...page.map(({ number, size, etag, modified, checksum }) =>
        element(
          'Part',
          element('PartNumber', String(number)),
          element('LastModified', modified.toISOString()),
          element('ETag', escape(etag)),
          element('Size', String(size)),
          checksum ? element(checksumElement(checksum.algorithm), checksum.value) : '',
        ),
      ),
    );
    return { status: 200, headers: {}, body };
  },
};

/** @throws {S3Failure} if the upload that a call names does not exist for its key */
export async function uploadOf(call: Call): Promise<Upload> {
  const upload = await call.bucket.uploads.find(parameter(call, 'uploadId') ?? '', call.key);
  if (!upload) throw noSuchUpload();
  return upload;
}

/** Returns the checksum that a new upload asks for. A hash can only be made of the hashes of parts. */
function checksumAskedIn(call: Call): Upload['checksum'] {
  const name = header(call, 'x-amz-checksum-algorithm');
  const type = header(call, 'x-amz-checksum-type')?.toUpperCase() ?? 'COMPOSITE';
  if (name === null) return null;
  const algorithm = algorithmOf(name);
  const isHash = algorithm === 'SHA1' || algorithm === 'SHA256';
  if ((type !== 'COMPOSITE' && type !== 'FULL_OBJECT') || (isHash && type !== 'COMPOSITE'))
    throw new S3Failure(
      400,
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import {
  denial,
  respond,
  type IamRequest,
  type Judge,
  type KeyRequests,
  type SdkHandler,
  type Signer,
} from '../iam/index.ts';
import { openObjects, type Objects } from './objects.ts';
import { keyUse, listAllRequest, listRequest, objectRequest } from './permissions.ts';
import { checksumOf, readCall, tokenOf, type S3Call } from './read-call.ts';
import { S3Failure } from './s3-failure.ts';
import { deleteResult, errorDocument, listResult } from './xml.ts';

export interface LocalS3Options {
  /** The names of all buckets. Each is a folder below `folder`. */
  readonly buckets: readonly string[];
  readonly folder: string;
  readonly judge: Judge;
  /**
   * Describes the use of the key that encrypts the buckets. Only rights depend on it: the files here are not
   * encrypted.
   */
  readonly keyRequest: KeyRequests;
}

type Answer = Awaited<ReturnType<SdkHandler['handle']>>;
const XML = 'application/xml';

/**
 * Creates Amazon S3 as the store uses it, in this process. Objects are files, and each call is judged by the
 * policies of its signer. It refuses unknown calls with `NotImplemented`.
 */
export function localS3({ buckets, folder, judge, keyRequest }: LocalS3Options): SdkHandler {
  const objects = new Map(buckets.map((name) => [name, openObjects(join(folder, name))]));
  return {
    async handle(request) {
      const requestId = randomBytes(8).toString('hex').toUpperCase();
      try {
        const signer = judge.signerOf(request);
        if (signer === 'unknown')
          throw new S3Failure(
            403,
            'InvalidAccessKeyId',
            'The AWS access key Id you provided does not exist.',
          );
        if (signer === 'expired') throw new S3Failure(400, 'ExpiredToken', 'The provided token has expired.');
        const call = await readCall(request);
        const bucket = objects.get(call.bucket);
        if (!bucket) throw new S3Failure(404, 'NoSuchBucket', 'The specified bucket does not exist');
        return await answer(call, bucket, signer, keyRequest);
      } catch (error) {
        if (!(error instanceof S3Failure)) throw error;
        const headers = { 'x-amz-request-id': requestId };
        return respond(error.status, XML, errorDocument(error, requestId), headers);
      }
    },
  };
}

async function answer(
  call: S3Call,
  objects: Objects,
  signer: Signer,
  keyRequest: KeyRequests,
): Promise<Answer> {
  const { bucket } = call;
  const need = (asked: IamRequest): void => {
    const denied = signer.firstDenied([asked]);
    if (denied) throw new S3Failure(403, 'AccessDenied', denial(signer, denied));
  };
  switch (call.name) {
    case 'PutObject': {
      need(objectRequest('PutObject', bucket, call.key));
      need(keyRequest(keyUse('GenerateDataKey', bucket)));
      const { etag } = await objects.put(call.key, call.bytes);
      return respond(200, XML, '', { etag, 'x-amz-checksum-crc32': checksumOf(call.bytes) });
    }
    case 'GetObject': {
      need(objectRequest('GetObject', bucket, call.key));
      const found = await objects.get(call.key);
      if (!found) {
        need(listAllRequest(bucket));
        throw new S3Failure(404, 'NoSuchKey', 'The specified key does not exist.');
      }
      need(keyRequest(keyUse('Decrypt', bucket)));
      return respond(200, 'application/octet-stream', found.bytes, {
        etag: found.etag,
        'last-modified': found.modified.toUTCString(),
        ...(call.checked && { 'x-amz-checksum-crc32': checksumOf(found.bytes) }),
      });
    }
    case 'DeleteObject':
      need(objectRequest('DeleteObject', bucket, call.key));
      await objects.remove(call.key);
      return respond(204, XML, '');
    case 'DeleteObjects': {
      const deleted: string[] = [];
      const failed: { key: string; failure: S3Failure }[] = [];
      for (const each of call.keys) {
        const denied = signer.firstDenied([objectRequest('DeleteObject', bucket, each)]);
        if (denied)
          failed.push({ key: each, failure: new S3Failure(403, 'AccessDenied', denial(signer, denied)) });
        else {
          await objects.remove(each);
          deleted.push(each);
        }
      }
      return respond(200, XML, deleteResult(call.quiet ? [] : deleted, failed));
    }
    case 'ListObjectsV2':
      need(listRequest(call));
      return respond(200, XML, await pageOf(call, objects));
    default:
      return call satisfies never;
  }
}

async function pageOf(call: Extract<S3Call, { name: 'ListObjectsV2' }>, objects: Objects): Promise<string> {
  const { bucket, after, most } = call;
  const prefix = call.prefix ?? '';
  const left = (await objects.keys(prefix)).filter(
    (key) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0,
  );
  const keys = left.slice(0, most);
  const last = keys.at(-1);
  const entries = await Promise.all(keys.map((key) => objects.entry(key)));
  return listResult({
    bucket,
    prefix,
    most,
    // Leave out objects that were deleted meanwhile.
    entries: entries.flatMap((entry) => entry ?? []),
    next: last !== undefined && left.length > keys.length ? tokenOf(last) : null,
  });
}

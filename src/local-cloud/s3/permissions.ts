import type { IamRequest, KeyUse } from '../iam/index.ts';
import type { S3Call } from './read-call.ts';

/** Calls count as encrypted by TLS, because they do not leave the process. */
const SECURE = { 'aws:SecureTransport': 'true' };

/**
 * Returns the request to IAM for one call of S3 (Service Authorization Reference, "Amazon S3"). A call with
 * several keys needs one for each.
 */
export function objectRequest(
  action: 'GetObject' | 'PutObject' | 'DeleteObject',
  bucket: string,
  key: string,
) {
  return { action: `s3:${action}`, resource: `${arnOf(bucket)}/${key}`, context: SECURE };
}

export function listRequest({
  bucket,
  prefix,
  most,
}: Extract<S3Call, { name: 'ListObjectsV2' }>): IamRequest {
  return {
    action: 's3:ListBucket',
    resource: arnOf(bucket),
    context: { ...SECURE, 's3:max-keys': String(most), ...(prefix !== null && { 's3:prefix': prefix }) },
  };
}

/**
 * Returns the request to list the whole bucket. Only with this right does S3 answer that an object is
 * missing.
 */
export function listAllRequest(bucket: string): IamRequest {
  return { action: 's3:ListBucket', resource: arnOf(bucket), context: SECURE };
}

/**
 * Returns the use of the key. With a bucket key, each data key is bound to the bucket (Amazon S3, "Bucket
 * Keys").
 */
export function keyUse(action: KeyUse['action'], bucket: string): KeyUse {
  return { action, service: 's3', of: arnOf(bucket), named: 'aws:s3:arn' };
}

function arnOf(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

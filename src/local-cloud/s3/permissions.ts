import type { IamRequest, KeyUse } from '../iam/index.ts';
import type { S3Call } from './read-call.ts';

/** Calls stand for ones by TLS: nothing of them leaves the process. */
const SECURE = { 'aws:SecureTransport': 'true' };

/** What IAM is asked before one call of S3 (Service Authorization Reference, "Amazon S3"); for each key when it names several. */
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

/** Whether the whole bucket may be listed: S3 tells nobody else that an object is missing. */
export function listAllRequest(bucket: string): IamRequest {
  return { action: 's3:ListBucket', resource: arnOf(bucket), context: SECURE };
}

/** With a key of the bucket for its objects, the bucket is what each data key is bound to (Amazon S3, "Bucket Keys"). */
export function keyUse(action: KeyUse['action'], bucket: string): KeyUse {
  return { action, service: 's3', of: arnOf(bucket), named: 'aws:s3:arn' };
}

export function arnOf(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

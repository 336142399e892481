import { signedAt, type IamRequest, type KeyUse, type Signature } from '../iam/index.ts';

/** The keys of the context that are the same for all IAM requests of one call. */
export type CallContext = Readonly<Record<string, string>>;

/** The actions on an object (Service Authorization Reference, "Amazon S3"). */
export type ObjectAction =
  | 'AbortMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjectTagging'
  | 'GetObject'
  | 'GetObjectAttributes'
  | 'GetObjectTagging'
  | 'ListMultipartUploadParts'
  | 'PutObject'
  | 'PutObjectTagging';

/**
 * Returns the context of a call. Calls count as encrypted by TLS, because they do not leave the machine.
 * @param now milliseconds since 1970
 */
export function contextOf(signature: Signature, now: number): CallContext {
  return {
    'aws:SecureTransport': 'true',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': signature.by === 'query' ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:signatureAge': String(Math.max(0, now - signedAt(signature))),
    's3:x-amz-content-sha256': signature.payload,
  };
}

/** Returns the request to IAM for an action on an object. A call with several keys needs one for each. */
export function objectRequest(
  action: ObjectAction,
  bucket: string,
  key: string,
  context: CallContext,
  tags: { readonly existing?: CallContext; readonly given?: CallContext } = {},
): IamRequest {
  const { existing = {}, given = {} } = tags;
  const keys = Object.keys(given);
  return {
    action: `s3:${action}`,
    resource: `${arnOf(bucket)}/${key}`,
    context: {
      ...context,
      ...prefixed('s3:ExistingObjectTag/', existing),
      ...prefixed('s3:RequestObjectTag/', given),
      ...(keys.length > 0 && { 's3:RequestObjectTagKeys': keys }),
    },
  };
}

/** Returns the request to list a bucket. IAM distinguishes a list without a prefix from one with an empty prefix. */
export function listRequest(
  bucket: string,
  context: CallContext,
  {
    prefix,
    delimiter,
    most,
  }: { readonly prefix: string | null; readonly delimiter: string | null; readonly most: number },
): IamRequest {
  return {
    action: 's3:ListBucket',
    resource: arnOf(bucket),
    context: {
      ...context,
      's3:max-keys': String(most),
      ...(prefix !== null && { 's3:prefix': prefix }),
      ...(delimiter !== null && { 's3:delimiter': delimiter }),
    },
  };
}

/** Returns the request to list the multipart uploads of a bucket. */
export function listUploadsRequest(bucket: string, context: CallContext, prefix: string | null): IamRequest {
  return {
    action: 's3:ListBucketMultipartUploads',
    resource: arnOf(bucket),
    context: { ...context, ...(prefix !== null && { 's3:prefix': prefix }) },
  };
}

/**
 * Returns the request to list the whole bucket. Only with this right does S3 answer that an object is
 * missing.
 */
export function listAllRequest(bucket: string, context: CallContext): IamRequest {
  return { action: 's3:ListBucket', resource: arnOf(bucket), context };
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

function prefixed(prefix: string, values: CallContext): CallContext {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
}

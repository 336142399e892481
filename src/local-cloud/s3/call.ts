import {
  denial,
  parameterOf,
  type IamRequest,
  type KeyRequests,
  type KeyUse,
  type Signer,
} from '../iam/index.ts';
import type { PolicyDocument } from '../iam/index.ts';
import { keyUse, listAllRequest, objectRequest, type CallContext, type ObjectAction } from './permissions.ts';
import type { S3Answer, S3Request } from './request.ts';
import { noSuchKey, S3Failure } from './s3-failure.ts';
import type { ObjectEntry, Objects, Tags } from './storage/objects.ts';
import type { Uploads } from './storage/uploads.ts';

/** A bucket as the operations see it. */
export interface Bucket {
  readonly name: string;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly policy: PolicyDocument | undefined;
}

/** A call whose signature is verified. Its operation asks for the rights. */
export interface Call {
  readonly request: S3Request;
  readonly bucket: Bucket;
  readonly key: string;
  readonly signer: Signer;
  readonly context: CallContext;
  readonly keyRequest: KeyRequests;
  /** Returns another bucket, from which a call copies. */
  readonly bucketNamed: (name: string) => Bucket;
  readonly now: () => number;
}

/** An operation of S3, and the parameters and headers that it reads. All others are refused. */
export interface Operation {
  readonly parameters: readonly string[];
  readonly headers: RegExp;
  run(call: Call): Promise<S3Answer>;
}

/** Returns a parameter, or null. */
export function parameter({ request }: Call, name: string): string | null {
  return request.query.find(([each]) => each === name)?.[1] ?? null;
}

/** Returns a header, or null. A signed URL may contain it as a parameter. */
export function header({ request }: Call, name: string): string | null {
  return (
    request.headers[name] ?? (name.startsWith('x-amz-') ? parameterOf(request, name) : undefined) ?? null
  );
}

/** Returns all headers, and the parameters that replace headers. */
export function fieldsOf({ request }: Call): readonly (readonly [string, string])[] {
  const hoisted = request.query
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') && request.headers[name] === undefined);
  return [...Object.entries(request.headers), ...hoisted];
}

/** @throws {S3Failure} if the signer may not do everything that is asked */
export function need(call: Call, asked: readonly IamRequest[], bucket: Bucket = call.bucket): void {
  const denied = call.signer.firstDenied(asked, bucket.policy);
  if (denied) throw new S3Failure(403, 'AccessDenied', denial(call.signer, denied));
}

/** Needs actions on the object of a call. */
export function needObject(call: Call, actions: readonly ObjectAction[], given?: Tags): void {
  const { bucket, key, context } = call;
  need(
    call,
    actions.map((action) => objectRequest(action, bucket.name, key, context, { ...(given && { given }) })),
  );
}

/** Needs uses of the key that encrypts the bucket. */
export function needKey(call: Call, actions: readonly KeyUse['action'][], bucket = call.bucket): void {
  need(
    call,
    actions.map((action) => call.keyRequest(keyUse(action, bucket.name))),
    bucket,
  );
}

/**
 * Needs actions on an object that exists, whose tags the policies may compare.
 * @throws {S3Failure} if it does not exist: that it does not, only for a signer who may list the bucket
 */
export async function needExisting(
  call: Call,
  actions: readonly ObjectAction[],
  found: ObjectEntry | null,
  bucket: Bucket = call.bucket,
  key = call.key,
): Promise<ObjectEntry> {
  const { context } = call;
  const existing = found ? await bucket.objects.tagsOf(found) : {};
  need(
    call,
    actions.map((action) => objectRequest(action, bucket.name, key, context, { existing })),
    bucket,
  );
  if (!found) {
    need(call, [listAllRequest(bucket.name, context)], bucket);
    throw noSuchKey();
  }
  return found;
}

import { Readable } from 'node:stream';

import type { Judge, KeyRequests, SdkHandler } from '../iam/index.ts';
import { failureAnswer, inXml, newId, type AnswerTo } from './answer.ts';
import { serveS3, type S3Door } from './http-door.ts';
import { openBucket, type BucketOptions, type OpenBucket } from './open-bucket.ts';
import { contextOf } from './permissions.ts';
import { fromSdk, placeRequest } from './request.ts';
import { operationOf } from './route.ts';
import { S3Failure } from './s3-failure.ts';

export interface LocalS3Options {
  /** All buckets. Each is a folder below `folder`, and only one process may use it at a time. */
  readonly buckets: readonly BucketOptions[];
  readonly folder: string;
  readonly region: string;
  /** The account in events. */
  readonly account?: string;
  readonly judge: Judge;
  /**
   * Describes the use of the key that encrypts the buckets. Only rights depend on it: the files here are not
   * encrypted.
   */
  readonly keyRequest: KeyRequests;
  /** The path below which buckets are: `/s3` for `http://localhost:4000/s3/<bucket>/<key>`. Empty by default. */
  readonly prefix?: string;
  /** Receives errors of this stand-in, and events that were given up. */
  readonly onError?: (error: unknown) => void;
  /** Returns milliseconds since 1970, by which signed URLs expire. */
  readonly now?: () => number;
}

/** Amazon S3: for clients of this process as their `requestHandler`, and by HTTP. */
export interface LocalS3 extends SdkHandler {
  /** Answers a request of the network. Returns false for a path that is not below the prefix. */
  readonly serve: S3Door;
  /** Begins to deliver events, first those that a process before this one left. Until then they wait. */
  start(): void;
  /** Resolves when the events of all changes are delivered. */
  idle(): Promise<void>;
  /** Ends the delivery of events. */
  stop(): Promise<void>;
}

const ACCOUNT = '000000000000';

/**
 * Opens Amazon S3. Objects are files. Each call needs a genuine signature, and is judged by the policies of its signer. It
 * refuses unknown calls, parameters and headers with `NotImplemented`.
 */
export function localS3(options: LocalS3Options): LocalS3 {
  const { folder, region, account = ACCOUNT, judge, keyRequest, prefix = '', now = Date.now } = options;
  const { onError = () => undefined } = options;
  const parts = { folder, region, account, now, onError };
  const buckets = new Map(options.buckets.map((each) => [each.name, openBucket(each, parts)]));
  const bucketNamed = (name: string): OpenBucket => {
    const bucket = buckets.get(name);
    if (!bucket) throw new S3Failure(404, 'NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  };
  const answer: AnswerTo = async (place, id, clock) => {
    try {
      const request = place();
      if (request === null) return null;
      const { signer, signature } = judge.verify(request, { service: 's3', region }, clock());
      const operation = operationOf(request);
      const bucket = bucketNamed(request.bucket);
      const context = contextOf(signature, clock());
      const call = { request, bucket, key: request.key, signer, context, keyRequest, bucketNamed, now };
      return inXml(await operation.run(call));
    } catch (error) {
      return failureAnswer(error, id);
    }
  };
  const outboxes = [...buckets.values()].flatMap(({ outbox }) => outbox ?? []);
  return {
    async handle(request) {
      const id = newId();
      // A client of this process signs by the clock of this process. A link is signed by the clock of the platform.
      const clock = 'X-Amz-Date' in (request.query ?? {}) ? now : Date.now;
      const answered = await answer(() => placeRequest(fromSdk(request), id, prefix), id, clock);
      if (answered === null) throw new Error(`The path "${request.path}" is not below "${prefix}".`);
      const { status, headers, body = '' } = answered;
      const stream = typeof body === 'string' ? Readable.from(body === '' ? [] : [Buffer.from(body)]) : body;
      return {
        response: { statusCode: status, headers: { ...headers, 'x-amz-request-id': id }, body: stream },
      };
    },
    serve: serveS3({ prefix, now, answer, corsOf: (name) => buckets.get(name)?.cors ?? [], onError }),
    start() {
      for (const outbox of outboxes) outbox.start();
    },
    async idle() {
      await Promise.all(outboxes.map((outbox) => outbox.idle()));
    },
    async stop() {
      await Promise.all(outboxes.map((outbox) => outbox.stop()));
    },
  };
}

import type * as S3 from '@aws-sdk/client-s3';

import { translateError } from '../dynamo/driver/dynamo-errors.ts';
import { dynamoConnections } from '../dynamo/driver/dynamo.ts';

/** Where a bucket is, and as whom to ask for it. */
export interface BucketOptions {
  readonly region: string;
  readonly bucket: string;
  /** The SDK's own search for credentials when absent. */
  readonly credentials?: NonNullable<S3.S3ClientConfig['credentials']>;
  /** Another way to send than HTTPS; with it the timeouts are its own business. */
  readonly requestHandler?: NonNullable<S3.S3ClientConfig['requestHandler']>;
}

/**
 * Files of a bucket by their whole keys, as S3 has them. Each call throws what a `Send` throws: `AccessDenied`,
 * `ExpiredCredentials`, a {@link Refusal} of TIMEOUT or THROTTLED; anything else passes as it is.
 */
export interface Bucket {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** The keys that begin so, in the order of their bytes, 1,000 at most a page. */
  pages(prefix: string): AsyncGenerator<readonly string[]>;
  /** At most 1,000. Those that are not there are no error. */
  remove(keys: readonly string[]): Promise<void>;
}

/** Milliseconds that one attempt may take: three fit into the 29 seconds of API Gateway. A file has a megabyte. */
const REQUEST_TIMEOUT = 8_000;
const MAX_ATTEMPTS = 3;

/** The connections to S3: one pool, for clients that differ in their credentials alone. */
export function bucketConnections(options: BucketOptions): NonNullable<BucketOptions['requestHandler']> {
  const { region, requestHandler } = options;
  return requestHandler ?? dynamoConnections({ region, requestTimeout: REQUEST_TIMEOUT });
}

/** A bucket whose every call ends in bounded time. The SDK is loaded when it is first needed: most processes never do. */
export function openBucket({ bucket: Bucket, ...options }: BucketOptions): Bucket {
  let loaded: Promise<readonly [typeof S3, S3.S3Client]> | null = null;
  const open = (): Promise<readonly [typeof S3, S3.S3Client]> =>
    (loaded ??= import('@aws-sdk/client-s3').then(
      (sdk) => [sdk, new sdk.S3Client({ maxAttempts: MAX_ATTEMPTS, ...options })] as const,
    ));
  const call = async <Result>(
    work: (sdk: typeof S3, client: S3.S3Client) => Promise<Result>,
  ): Promise<Result> => {
    const [sdk, client] = await open();
    try {
      return await work(sdk, client);
    } catch (error) {
      throw translateError(error);
    }
  };
  const page = (
    input: Omit<S3.ListObjectsV2CommandInput, 'Bucket'>,
  ): Promise<S3.ListObjectsV2CommandOutput> =>
    call((sdk, client) => client.send(new sdk.ListObjectsV2Command({ Bucket, ...input })));

  return {
    async put(Key, Body) {
      await call((sdk, client) => client.send(new sdk.PutObjectCommand({ Bucket, Key, Body })));
    },
    async get(Key) {
      // Of an object that is not there S3 says 403 and not 404 to those who may not list the whole bucket
      // (Amazon S3 API Reference, "GetObject"); a tenant may list what is its own.
      const { Contents = [] } = await page({ Prefix: Key, MaxKeys: 1 });
      if (Contents[0]?.Key !== Key) return null;
      return call(async (sdk, client) => {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
        return Body ? Body.transformToByteArray() : new Uint8Array();
      });
    },
    async *pages(Prefix) {
      for (let ContinuationToken: string | undefined; ;) {
        const found = await page({ Prefix, ...(ContinuationToken !== undefined && { ContinuationToken }) });
        yield (found.Contents ?? []).flatMap(({ Key }) => Key ?? []);
        ContinuationToken = found.NextContinuationToken;
        if (ContinuationToken === undefined) return;
      }
    },
    async remove(keys) {
      if (keys.length === 0) return;
      const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
      await call(async (sdk, client) => {
        const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete }));
        const [failed] = Errors ?? [];
        if (failed) throw Object.assign(new Error(failed.Message), { name: failed.Code });
      });
    },
  };
}

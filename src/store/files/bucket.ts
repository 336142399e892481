import type * as S3 from '@aws-sdk/client-s3';

import type { CredentialSource } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { translateError } from '../dynamo/driver/dynamo-errors.ts';

/** The bucket and the credentials for it. */
export interface BucketOptions {
  readonly region: string;
  readonly bucket: string;
  /** Credentials. By default the SDK searches for them. */
  readonly credentials?: CredentialSource;
  /** A transport other than HTTPS. It must limit the time itself. */
  readonly requestHandler?: HttpHandler;
}

/**
 * Files of a bucket by their whole keys. Each call throws what a `Send` throws: `AccessDenied`,
 * `ExpiredCredentials`, or a {@link Refusal} of TIMEOUT or THROTTLED. Other errors pass unchanged.
 */
export interface Bucket {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Returns a file, or null if there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Lists the keys with a prefix, those after a key, in the order of their bytes, at most 1,000 in a page. */
  pages(prefix: string, after?: string): AsyncGenerator<readonly string[]>;
  /** Deletes at most 1,000 files. Ignores missing ones. */
  remove(keys: readonly string[]): Promise<void>;
}

/** Milliseconds of one attempt: three fit into the 29 seconds of API Gateway. A file has about a megabyte. */
const REQUEST_TIMEOUT = 8_000;
const CONNECTION_TIMEOUT = 1_000;
const MAX_ATTEMPTS = 3;

/**
 * Returns the connections to S3: one pool for clients that differ only in their credentials. It is the SDK's, which is
 * loaded at the first call, because bodies of S3 are streams.
 */
export function bucketConnections(requestTimeout = REQUEST_TIMEOUT): HttpHandler {
  const limits = { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true };
  let opened: Promise<HttpHandler> | null = null;
  const open = (): Promise<HttpHandler> =>
    (opened ??= import('@aws-sdk/client-s3').then(
      (sdk) => new sdk.S3Client({ requestHandler: limits }).config.requestHandler as unknown as HttpHandler,
    ));
  return { handle: async (request, options) => (await open()).handle(request, options) };
}

/** Makes a call by the client of S3. Throws what a {@link Bucket} does. */
export type S3Calls = <Result>(
  work: (sdk: typeof S3, client: S3.S3Client) => Promise<Result>,
) => Promise<Result>;

/** Opens a client of S3. Loads the SDK on first use, because most processes do not need it. */
export function openS3(options: Omit<BucketOptions, 'bucket'>): S3Calls {
  let loaded: Promise<readonly [typeof S3, S3.S3Client]> | null = null;
  const open = (): Promise<readonly [typeof S3, S3.S3Client]> =>
    (loaded ??= import('@aws-sdk/client-s3').then(
      (sdk) =>
        [sdk, new sdk.S3Client({ maxAttempts: MAX_ATTEMPTS, ...options } as S3.S3ClientConfig)] as const,
    ));
  return async (work) => {
    const [sdk, client] = await open();
    try {
      return await work(sdk, client);
    } catch (error) {
      throw translateError(error);
    }
  };
}

/** Opens a bucket whose calls all have a time limit. */
export function openBucket({ bucket: Bucket, ...options }: BucketOptions): Bucket {
  const call = openS3(options);
  const page = (
    input: Omit<S3.ListObjectsV2CommandInput, 'Bucket'>,
  ): Promise<S3.ListObjectsV2CommandOutput> =>
    call((sdk, client) => client.send(new sdk.ListObjectsV2Command({ Bucket, ...input })));

  return {
    async put(Key, Body) {
      await call((sdk, client) => client.send(new sdk.PutObjectCommand({ Bucket, Key, Body })));
    },
    async get(Key) {
      // For a missing object S3 says 403 and not 404 to a caller who may not list the whole bucket (Amazon S3
      // API Reference, "GetObject"). A tenant may list its own folder.
      const { Contents = [] } = await page({ Prefix: Key, MaxKeys: 1 });
      if (Contents[0]?.Key !== Key) return null;
      return call(async (sdk, client) => {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
        return Body ? Body.transformToByteArray() : new Uint8Array();
      });
    },
    async *pages(Prefix, StartAfter) {
      for (let ContinuationToken: string | undefined; ;) {
        const from = { ...(StartAfter !== undefined && { StartAfter }) };
        const next = ContinuationToken === undefined ? from : { ContinuationToken };
        const found = await page({ Prefix, ...next });
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

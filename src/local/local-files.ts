import type { IncomingMessage } from 'node:http';

import { DIRECT_FOLDER, MANAGED_FOLDER, openFileObjects, type FileObjectsOf } from '../store/index.ts';
import type { TenantFunction } from '../lambda/index.ts';
import { ACCOUNT, type LocalIam } from './data-directory/index.ts';
import { localS3, type BucketOptions, type LocalS3, type S3Door } from '../local-cloud/s3/index.ts';

export interface LocalFilesOptions extends Pick<BucketOptions, 'onEvent'> {
  readonly iam: LocalIam;
  readonly region: string;
  /** The bucket's name, and the folder with the files of all buckets. */
  readonly bucket: string;
  readonly folder: string;
  /** Scans each new file, as GuardDuty does on AWS. */
  readonly scan?: boolean;
  /** Returns the URL of this server, by which browsers reach the bucket. */
  readonly url?: () => string;
  readonly onError?: (error: unknown) => void;
  /** Returns milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** The bucket of files, as functions and browsers reach it on AWS. */
export interface LocalFiles extends Pick<LocalS3, 'handle' | 'start' | 'idle' | 'stop'> {
  readonly filesOf: (role: TenantFunction) => FileObjectsOf;
  /** Answers a request of the network, or returns false for one that is not for the bucket. */
  readonly serve: S3Door;
}

/** Lets pages of each origin send and read files, as a stage does by default: a link is signed, and an origin proves nothing. */
const CORS = {
  origins: ['*'],
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  headers: ['*'],
  exposed: ['ETag'],
  maxAgeSeconds: 600,
};

/** Opens the files of tenants behind the laptop's IAM. Only one process may use the folder at a time. */
export function openLocalFiles(options: LocalFilesOptions): LocalFiles {
  const { iam, region, bucket, folder, scan = false, url, onEvent, onError, now = Date.now } = options;
  const { judge, keyRequest } = iam;
  const scanned = scan ? [`${MANAGED_FOLDER}/`, `${DIRECT_FOLDER}/`] : [];
  const s3 = localS3({
    buckets: [{ name: bucket, cors: [CORS], scanned, ...(onEvent && { onEvent }) }],
    folder,
    region,
    account: ACCOUNT,
    judge,
    keyRequest,
    now,
    ...(onError && { onError }),
  });
  const publicUrl = url && (() => `${url()}/${bucket}`);
  const objects = { region, bucket, requestHandler: s3, publicUrl, now };
  return {
    filesOf: (role) => openFileObjects(objects, iam.assumeOf(role)),
    serve: async (request, response) => isFor(bucket, request) && s3.serve(request, response),
    handle: (request) => s3.handle(request),
    start: () => {
      s3.start();
    },
    idle: () => s3.idle(),
    stop: () => s3.stop(),
  };
}

/** Returns whether a request names the bucket at the beginning of its path. */
function isFor(bucket: string, { url = '' }: IncomingMessage): boolean {
  const [, first] = /^\/([^/?]+)/.exec(url) ?? [];
  return first === bucket;
}

import { openFileObjects, type FileObjectsOf } from '../store/index.ts';
import type { TenantFunction } from '../lambda/index.ts';
import type { LocalIam } from './data-directory/index.ts';
import { localS3 } from '../local-cloud/s3/index.ts';

export interface LocalFilesOptions {
  readonly iam: LocalIam;
  readonly region: string;
  /** The bucket's name, and the folder with the files of all buckets. */
  readonly bucket: string;
  readonly folder: string;
  /** Returns milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** The bucket of files, as the functions reach it on AWS. */
export interface LocalFiles {
  readonly filesOf: (role: TenantFunction) => FileObjectsOf;
}

/** Opens the files of tenants behind the laptop's IAM. Only one process may use the folder at a time. */
export function openLocalFiles({
  iam,
  region,
  bucket,
  folder,
  now = Date.now,
}: LocalFilesOptions): LocalFiles {
  const { judge, keyRequest } = iam;
  const requestHandler = localS3({ buckets: [{ name: bucket }], folder, region, judge, keyRequest });
  return {
    filesOf: (role) => openFileObjects({ region, bucket, requestHandler, now }, iam.assumeOf(role)),
  };
}

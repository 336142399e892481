import { openArchives, type Archives, type BucketOptions } from '../store/index.ts';
import type { FunctionName } from '../lambda/index.ts';
import type { LocalIam } from './data-directory/index.ts';
import { localS3 } from '../local-cloud/s3/index.ts';

export interface LocalArchivesOptions {
  readonly iam: LocalIam;
  readonly region: string;
  /** The bucket's name, and the folder with the files of all buckets. */
  readonly bucket: string;
  readonly folder: string;
}

/** The bucket of archives, as the functions reach it on AWS. */
export interface LocalArchives {
  readonly archivesOf: (role: FunctionName) => Archives;
  /** Returns the options of a function's S3 client. */
  readonly bucketOptionsOf: (role: FunctionName) => BucketOptions;
}

/** Opens the archives behind the laptop's IAM. Only one process may use the folder at a time. */
export function openLocalArchives({ iam, region, bucket, folder }: LocalArchivesOptions): LocalArchives {
  const { judge, keyRequest } = iam;
  const requestHandler = localS3({ buckets: [{ name: bucket }], folder, region, judge, keyRequest });
  const bucketOptionsOf = (role: FunctionName): BucketOptions => ({
    region,
    bucket,
    requestHandler,
    credentials: iam.credentialsOf(role),
  });
  return {
    bucketOptionsOf,
    archivesOf: (role) => openArchives(bucketOptionsOf(role), iam.assumeOf(role)),
  };
}

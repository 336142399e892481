import type { Account } from './account.ts';
import { ask, hasCli } from './aws-cli.ts';

/** The most objects of one call (Amazon S3 API, DeleteObjects). */
const BATCH = 1_000;

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

/**
 * Deletes every object and every version in the buckets of a stack, because CloudFormation deletes only empty buckets. The
 * bucket of access logs fills by itself.
 * @throws {Error} if the AWS CLI is not installed, or AWS refuses to delete an object
 */
export function emptyBuckets(account: Account, stack: string): void {
  if (!hasCli()) throw new Error('The AWS CLI is not installed: with it, this command empties the buckets.');
  const answer = ask(account, ['cloudformation', 'describe-stack-resources', '--stack-name', stack]);
  const resources = (answer?.['StackResources'] ?? []) as {
    readonly ResourceType: string;
    readonly PhysicalResourceId?: string;
  }[];
  for (const { ResourceType, PhysicalResourceId: bucket } of resources)
    if (ResourceType === 'AWS::S3::Bucket' && bucket !== undefined) empty(account, bucket);
}

function empty(account: Account, bucket: string): void {
  for (let objects = oldest(account, bucket); objects.length > 0; objects = oldest(account, bucket)) {
    const document = JSON.stringify({ Objects: objects, Quiet: true });
    const answer = ask(account, ['s3api', 'delete-objects', '--bucket', bucket, '--delete', document]);
    if (!answer || 'Errors' in answer) throw new Error(`AWS refuses to empty the bucket "${bucket}".`);
  }
}

/** Returns the next objects to delete. Those of a bucket without versions have the version "null". */
function oldest(account: Account, bucket: string): Version[] {
  const answer = ask(account, [
    's3api',
    'list-object-versions',
    '--bucket',
    bucket,
    '--max-items',
    String(BATCH),
  ]);
  return ['Versions', 'DeleteMarkers']
    .flatMap((kind) => (answer?.[kind] ?? []) as Version[])
    .slice(0, BATCH)
    .map(({ Key, VersionId }) => ({ Key, VersionId }));
}

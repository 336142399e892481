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
export async function emptyBuckets(account: Account, stack: string): Promise<void> {
  if (!hasCli()) throw new Error('The AWS CLI is not installed: with it, this command empties the buckets.');
  const answer = await ask(account, ['cloudformation', 'describe-stack-resources', '--stack-name', stack]);
  const resources = (answer?.['StackResources'] ?? []) as {
    readonly ResourceType: string;
    readonly PhysicalResourceId?: string;
  }[];
  for (const { ResourceType, PhysicalResourceId: bucket } of resources)
    if (ResourceType === 'AWS::S3::Bucket' && bucket !== undefined) await empty(account, bucket);
}

async function empty(account: Account, bucket: string): Promise<void> {
  for (
    let objects = await oldest(account, bucket);
    objects.length > 0;
    objects = await oldest(account, bucket)
  ) {
    const document = JSON.stringify({ Objects: objects, Quiet: true });
    const answer = await ask(account, ['s3api', 'delete-objects', '--bucket', bucket, '--delete', document]);
    if (!answer || 'Errors' in answer) throw new Error(`AWS refuses to empty the bucket "${bucket}".`);
  }
}

/** Returns the next objects to delete. Those of a bucket without versions have the version "null". */
async function oldest(account: Account, bucket: string): Promise<Version[]> {
  const answer = await ask(account, [
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

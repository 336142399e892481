import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

import { keyRequests, openJudge, openSessions } from '../../src/local-cloud/iam/index.ts';
import { openIam, type Roles } from '../../src/local/data-directory/index.ts';
import { openLocalArchives, type LocalArchives } from '../../src/local/local-archives.ts';
import { localS3 } from '../../src/local-cloud/s3/index.ts';
import { modelOf, project, task } from '../store/sample-types.ts';
import { region, tables } from './iam-rig.ts';

export const bucket = 'archives';

/** The local S3 with a client that may do everything. */
export interface S3Rig {
  readonly client: S3Client;
  readonly folder: string;
  /** Returns a new client on the same folder with other settings. */
  reopen(more?: S3ClientConfig): S3Client;
  close(): Promise<void>;
}

export async function openS3Rig(): Promise<S3Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-s3-'));
  const sessions = openSessions();
  const credentials = sessions.ofRole({
    arn: 'arn:aws:iam::000000000000:role/all',
    trust: { Statement: [] },
    policies: [{ Statement: [{ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }] }],
  });
  const reopen = (more: S3ClientConfig = {}): S3Client => {
    const handler = localS3({
      buckets: [{ name: bucket }],
      folder,
      region,
      judge: openJudge(sessions),
      keyRequest: keyRequests({ arn: 'arn:aws:kms:eu-central-1:000000000000:key/local', region }),
    });
    return new S3Client({ region, credentials, requestHandler: handler, maxAttempts: 1, ...more });
  };
  return {
    client: reopen(),
    folder,
    reopen,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Archives behind the policies of the template, or of roles that a test has broken, in a new folder or in the folder of
 * another rig. The rig has no tables.
 */
export interface ArchiveRig extends LocalArchives {
  readonly iam: ReturnType<typeof openIam>;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openArchiveRig(
  roles?: Roles,
  kept?: string,
  now: () => number = Date.now,
): Promise<ArchiveRig> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'tenantql-s3-')));
  const model = modelOf(task, project);
  const iam = openIam({
    region,
    endpoint: undefined,
    tables,
    bucket,
    usageBucket: 'usage',
    filesBucket: 'files',
    model,
    now,
    ...(roles && { roles }),
  });
  return {
    ...openLocalArchives({ iam, region, bucket, folder }),
    iam,
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

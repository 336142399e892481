import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

import { UPLOADS } from '../../src/store/index.ts';
import { keyStatement, type KeyUse } from './key-rights.ts';
import { HAS_TENANT, SESSION_TENANT } from './session-tenant.ts';

export interface ArchiveRights {
  readonly archives: Bucket;
  readonly key: IKey;
  /** The role whose sessions are tagged with a tenant. */
  readonly tenant: IRole;
  readonly operator: IRole;
  readonly work: IRole;
}

/**
 * Grants access to archives by the policy of their bucket, in one place.
 * Within an account that counts as much as a policy of a role (IAM User Guide, "Policy evaluation logic"). Sessions of
 * a tenant write, read and delete that tenant's archives. Operators read all archives and write uploads. Jobs read
 * uploads and delete them.
 */
export function grantArchives({ archives, key, tenant, operator, work }: ArchiveRights): void {
  const allow = (
    role: IRole,
    actions: readonly string[],
    objects: string,
    conditions: Record<string, Record<string, string>> = {},
  ): void => {
    archives.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: actions.map((action) => `s3:${action}`),
        resources: [archives.arnForObjects(objects)],
        conditions,
      }),
    );
  };
  const allowList = (role: IRole, conditions: Record<string, Record<string, string>> = {}): void => {
    archives.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: ['s3:ListBucket'],
        resources: [archives.bucketArn],
        conditions,
      }),
    );
  };
  const allowKey = (role: IRole, actions: KeyUse['actions']): void => {
    const { region } = Stack.of(archives);
    role.addToPrincipalPolicy(keyStatement({ key, region, actions, bucket: archives }));
  };

  // The slash after the tenant keeps "acme" out of the archives of "acme2".
  const own = `${SESSION_TENANT}/*`;
  allow(tenant, ['DeleteObject', 'GetObject', 'PutObject'], own, HAS_TENANT);
  allowList(tenant, { ...HAS_TENANT, StringLike: { 's3:prefix': own } });
  allowKey(tenant, ['Decrypt', 'GenerateDataKey']);

  const uploads = `${UPLOADS}/*`;
  allow(operator, ['GetObject'], '*');
  allow(operator, ['PutObject'], uploads);
  allowList(operator);
  allowKey(operator, ['Decrypt', 'GenerateDataKey']);

  allow(work, ['DeleteObject', 'GetObject'], uploads);
  allowList(work, { StringLike: { 's3:prefix': uploads } });
  allowKey(work, ['Decrypt']);
}

import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Conditions, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

import { DIRECT_FOLDER, MANAGED_FOLDER } from '../../src/store/index.ts';
import { keyStatement } from './key-rights.ts';
import { CLEAN } from './malware-scan.ts';
import { HAS_TENANT, SESSION_TENANT } from './session-tenant.ts';

export interface FileRights {
  readonly files: Bucket;
  readonly key: IKey;
  /** The role whose sessions are tagged with a tenant, which the functions assume. */
  readonly tenant: IRole;
  /** The role whose sessions browsers have, tagged with the tenant of their token. */
  readonly direct: IRole;
  /** Lets browsers read only what was scanned and found clean. */
  readonly onlyClean: boolean;
}

/** What a session does with objects below its tenant. */
const WRITES = ['AbortMultipartUpload', 'DeleteObject', 'PutObject'];

/**
 * What a write may say of the way in which S3 keeps an object, unless it says nothing. Of an archive class, or with a key of
 * the client, no session could read it: neither an export nor a scan would come to an end.
 */
const KEPT: Readonly<Record<string, string | null>> = {
  's3:x-amz-storage-class': 'STANDARD',
  's3:x-amz-server-side-encryption': 'aws:kms',
  's3:x-amz-server-side-encryption-customer-algorithm': null,
};

/**
 * Grants access to files by the policy of their bucket, in one place.
 * Within an account that counts as much as a policy of a role. Only sessions with a tenant's tag reach files: those of the
 * functions in both folders, and those of browsers in the folder of direct files. No function's own role reaches any. The slash
 * after the tenant keeps "acme" out of the files of "acme2".
 */
export function grantFiles({ files, key, tenant, direct, onlyClean }: FileRights): void {
  const allow = (
    role: IRole,
    actions: readonly string[],
    resources: string[],
    conditions: Conditions = {},
  ): void => {
    files.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: actions.map((action) => `s3:${action}`),
        resources,
        conditions: { ...HAS_TENANT, ...conditions },
      }),
    );
  };
  const allowFolders = (role: IRole, folders: readonly string[], readable: Conditions = {}): void => {
    const own = folders.map((folder) => `${folder}/${SESSION_TENANT}/*`);
    const objects = own.map((each) => files.arnForObjects(each));
    allow(role, ['GetObject'], objects, readable);
    allow(role, [...WRITES, 'ListMultipartUploadParts'], objects);
    allow(role, ['ListBucket'], [files.bucketArn], { StringLike: { 's3:prefix': own } });
    const { region } = Stack.of(files);
    role.addToPrincipalPolicy(
      keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'], bucket: files }),
    );
  };
  for (const [header, value] of Object.entries(KEPT))
    files.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [files.arnForObjects('*')],
        conditions: {
          Null: { [header]: 'false' },
          ...(value !== null && { StringNotEquals: { [header]: value } }),
        },
      }),
    );
  allowFolders(tenant, [MANAGED_FOLDER, DIRECT_FOLDER]);
  allowFolders(direct, [DIRECT_FOLDER], onlyClean ? CLEAN : {});
}

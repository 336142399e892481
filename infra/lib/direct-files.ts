import { Stack } from 'aws-cdk-lib';
import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { FederatedPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { TENANT_TAG } from '../../src/store/index.ts';
import { TENANT_CLAIM } from '../../src/tenant/index.ts';
import { keyStatement } from './key-rights.ts';
import { HAS_TENANT, SESSION_TENANT } from './session-tenant.ts';

export interface DirectFilesProps {
  readonly users: UserPool;
  readonly client: UserPoolClient;
  readonly files: IBucket;
  readonly key: IKey;
}

/** The folder of files in the bucket. Each tenant has a folder in it. */
const FOLDER = 'files';

/**
 * Lets a browser reach its tenant's files in S3 without a server in between.
 * An identity pool gives a signed-in user credentials for an hour, tagged with the tenant of the ID token. The role
 * compares object names with the tag. The slash after the tag keeps "acme" out of the files of "acme2".
 */
export class DirectFiles extends Construct {
  readonly identityPoolId: string;

  constructor(scope: Construct, { users, client, files, key }: DirectFilesProps) {
    super(scope, 'DirectFiles');
    const provider = users.userPoolProviderName;
    const pool = new CfnIdentityPool(this, 'Pool', {
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        { clientId: client.userPoolClientId, providerName: provider, serverSideTokenCheck: true },
      ],
    });
    this.identityPoolId = pool.ref;
    new CfnIdentityPoolPrincipalTag(this, 'Tags', {
      identityPoolId: pool.ref,
      identityProviderName: provider,
      useDefaults: false,
      principalTags: { [TENANT_TAG]: TENANT_CLAIM },
    });
    const role = new Role(this, 'Role', {
      description: 'Reaches the files of the tenant that the session is tagged with',
      assumedBy: new FederatedPrincipal(
        'cognito-identity.amazonaws.com',
        {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': pool.ref },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          Null: { [`aws:RequestTag/${TENANT_TAG}`]: 'false' },
        },
        'sts:AssumeRoleWithWebIdentity',
      ).withSessionTags(),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: [files.arnForObjects(`${FOLDER}/${SESSION_TENANT}/*`)],
        conditions: HAS_TENANT,
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [files.bucketArn],
        conditions: {
          ...HAS_TENANT,
          StringLike: { 's3:prefix': [`${FOLDER}/${SESSION_TENANT}/*`] },
        },
      }),
    );
    const { region } = Stack.of(this);
    role.addToPolicy(keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'], bucket: files }));
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: pool.ref,
      roles: { authenticated: role.roleArn },
    });
  }
}

import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { FederatedPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { TENANT_TAG } from '../../src/store/index.ts';
import { TENANT_CLAIM } from '../../src/tenant/index.ts';

export interface DirectFilesProps {
  readonly users: UserPool;
  readonly client: UserPoolClient;
}

/**
 * Lets a browser reach its tenant's files in S3 without a server in between.
 * An identity pool gives a signed-in user credentials for an hour, tagged with the tenant of the ID token. What such a
 * session reaches is in file-rights.ts.
 */
export class DirectFiles extends Construct {
  readonly identityPoolId: string;
  /** The role whose sessions browsers have. */
  readonly role: Role;

  constructor(scope: Construct, { users, client }: DirectFilesProps) {
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
    this.role = new Role(this, 'Role', {
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
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: pool.ref,
      roles: { authenticated: this.role.roleArn },
    });
  }
}

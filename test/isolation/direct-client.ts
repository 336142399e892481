import { S3Client } from '@aws-sdk/client-s3';

import { openIdentityPool } from '../../src/local-cloud/identity-pool/index.ts';
import { IDENTITY_POOL_ID } from '../../src/local/data-directory/index.ts';
import { TENANT_TAG } from '../../src/store/index.ts';
import { TENANT_CLAIM } from '../../src/tenant/index.ts';
import { POOL } from '../api.ts';
import type { FilesWorld } from './files-world.ts';

const PROVIDER = `cognito-idp.${POOL.region}.amazonaws.com/${POOL.userPoolId}`;

interface Issued {
  readonly IdentityId: string;
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretKey: string;
    readonly SessionToken: string;
  };
}

/** Opens the identity pool of a world. Returns what gives the client of S3 that a browser has with an ID token. */
export function openDirectClients({ api, url }: FilesWorld): (idToken: string) => Promise<S3Client> {
  const { iam } = api.files.bucket;
  const pool = openIdentityPool({
    identityPoolId: IDENTITY_POOL_ID,
    provider: { name: PROVIDER, ...POOL, users: api.cognito },
    principalTags: { [TENANT_TAG]: TENANT_CLAIM },
    role: iam.roleOf('direct-files'),
    sessions: iam.sessions,
  });
  const call = async (operation: string, input: object): Promise<Issued> => {
    const body = JSON.stringify(input);
    const answer = await pool.handle({ target: `AWSCognitoIdentityService.${operation}`, body });
    if (answer.status !== 200) throw new Error(answer.body);
    return JSON.parse(answer.body) as Issued;
  };
  return async (idToken) => {
    const Logins = { [PROVIDER]: idToken };
    const { IdentityId } = await call('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
    const { Credentials } = await call('GetCredentialsForIdentity', { IdentityId, Logins });
    const { AccessKeyId: accessKeyId, SecretKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
    return new S3Client({
      region: POOL.region,
      endpoint: url,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
  };
}

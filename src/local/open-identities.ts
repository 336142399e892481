import { TENANT_TAG } from '../store/index.ts';
import { TENANT_CLAIM } from '../tenant/index.ts';
import { describeError, type Log } from '../server/index.ts';
import { openIdentityPool, type IdentityPool } from '../local-cloud/identity-pool/index.ts';
import { CLIENT_ID, IDENTITY_POOL_ID, REGION, USER_POOL_ID } from './data-directory/index.ts';
import type { Ground } from './ground.ts';

/** Opens the identity pool as `infra/lib/direct-files.ts` makes it: each session has the tenant of the ID token as its tag. */
export function openIdentities({
  iam,
  cognito,
  log,
}: Pick<Ground, 'iam' | 'cognito'> & { readonly log: Log }): IdentityPool {
  return openIdentityPool({
    identityPoolId: IDENTITY_POOL_ID,
    provider: {
      name: `cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`,
      userPoolId: USER_POOL_ID,
      clientId: CLIENT_ID,
      users: cognito,
    },
    principalTags: { [TENANT_TAG]: TENANT_CLAIM },
    role: iam.roleOf('direct-files'),
    sessions: iam.sessions,
    onInternalError: (error) => {
      log({ level: 'error', message: 'the identity pool failed', ...describeError(error) });
    },
  });
}

import { CognitoJwtVerifier } from 'aws-jwt-verify';

const { USER_POOL_ID: userPoolId = '', USER_POOL_CLIENT_ID: clientId = '' } = process.env;
const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });

/** Returns the tenant of a verified token. */
export async function tenantOf(header: string | undefined): Promise<string> {
  const claims = await verifier.verify((header ?? '').replace(/^Bearer /, ''));
  const tenant = claims['custom:tenantId'];
  if (typeof tenant !== 'string') throw new Error('The token names no tenant.');
  return tenant;
}

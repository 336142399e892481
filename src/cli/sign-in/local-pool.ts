import { UsageError } from '../../app/index.ts';
import type { WebConfig } from '../../../web/config.ts';
import { exchange } from '../exchange.ts';
import type { Pool } from './sign-in.ts';

/**
 * Reads the page config of a plane from the server: where its API is, and who can sign in.
 * @throws {UsageError} if the server does not answer
 */
export async function readPage(url: string, plane: WebConfig['plane']): Promise<WebConfig> {
  const config = `${url}${plane === 'operator' ? '/operator' : ''}/config.json`;
  const { text } = await exchange(config).catch(() => {
    throw new UsageError(`Nothing answers at ${new URL(url).origin}: start the server with npm start.`);
  });
  return JSON.parse(text) as WebConfig;
}

/** Returns the pool of a page, for a sign-in. */
export function localPool(url: string, { userPoolId, clientId }: WebConfig): Pool {
  return { url, userPoolId, clientId, issuer: 'tenantql-local' };
}

/**
 * Returns the password of a user in the seed.
 * @throws {UsageError} if the user is not in the seed
 */
export function seededPassword({ users }: WebConfig, username: string): string {
  const password = users.find((user) => user.username === username)?.password;
  if (password !== undefined) return password;
  throw new UsageError(`"${username}" is not a user of the seed: give the password with --password.`);
}

import { UsageError } from '../../app/index.ts';
import type { WebConfig } from '../../../web/config.ts';
import type { Pool } from './sign-in.ts';

/** What the page of a plane is told by the server: where its API is, and who can sign in. @throws {UsageError} */
export async function readPage(url: string, plane: WebConfig['plane']): Promise<WebConfig> {
  const response = await fetch(`${url}${plane === 'operator' ? '/operator' : ''}/config.json`).catch(() => {
    throw new UsageError(`Nothing answers at ${new URL(url).origin}: start the server with npm start.`);
  });
  return (await response.json()) as WebConfig;
}

/** The pool of a page, for a sign-in. */
export function localPool(url: string, { userPoolId, clientId }: WebConfig): Pool {
  return { url, userPoolId, clientId, issuer: 'tenantql-local' };
}

/** The password that the seed gives a user. @throws {UsageError} when they are not in the seed */
export function seededPassword({ users }: WebConfig, username: string): string {
  const password = users.find((user) => user.username === username)?.password;
  if (password !== undefined) return password;
  throw new UsageError(`"${username}" is not a user of the seed: give the password with --password.`);
}

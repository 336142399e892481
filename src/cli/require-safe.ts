import { UsageError } from '../app/index.ts';

/**
 * Refuses an address to which a token, or a sign-in, would travel in the clear.
 * @throws {UsageError} if it is neither https nor local
 */
export function requireSafe(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (local && url.protocol === 'http:')) return;
  throw new UsageError(`"${text}" must be an https address: a token does not travel in the clear.`);
}

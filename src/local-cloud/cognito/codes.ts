import { randomInt } from 'node:crypto';

import { CognitoError } from './cognito-error.ts';

export type CodePurpose = 'forgotten password' | 'email' | 'sign-up';

/**
 * Six-digit codes sent by e-mail, in memory. Each user has one per purpose, valid for an hour and five tries.
 */
export interface Codes {
  issue(sub: string, purpose: CodePurpose): string;
  /**
   * Checks a code and removes it.
   * @throws {CognitoError} CodeMismatch, ExpiredCode or LimitExceeded
   */
  take(sub: string, purpose: CodePurpose, code: string): void;
}

const LIFETIME = 3600;
const TRIES = 5;

export const codeMismatch = () =>
  new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** Opens the codes of a process. `clock` returns seconds. */
export function openCodes(clock: () => number): Codes {
  const open = new Map<string, { readonly code: string; readonly expiresAt: number; tries: number }>();
  return {
    issue(sub, purpose) {
      const code = randomInt(1_000_000).toString().padStart(6, '0');
      open.set(`${purpose} ${sub}`, { code, expiresAt: clock() + LIFETIME, tries: 0 });
      return code;
    },
    take(sub, purpose, code) {
      const key = `${purpose} ${sub}`;
      const found = open.get(key);
      if (!found) throw codeMismatch();
      if (found.expiresAt <= clock()) {
        open.delete(key);
        throw new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
      }
      found.tries += 1;
      if (found.tries > TRIES) {
        throw new CognitoError(
          'LimitExceededException',
          'Attempt limit exceeded, please try after some time.',
        );
      }
      if (found.code !== code) throw codeMismatch();
      open.delete(key);
    },
  };
}

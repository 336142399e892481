import { CognitoError } from './cognito-error.ts';

/** Cognito's default policy, in the form of DescribeUserPool. */
export const passwordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

const rules: readonly (readonly [RegExp, string])[] = [
  [/^.{8,}$/s, 'Password not long enough'],
  [/^.{0,256}$/s, 'Password too long'],
  [/\p{Lu}/u, 'Password must have uppercase characters'],
  [/\p{Ll}/u, 'Password must have lowercase characters'],
  [/\d/, 'Password must have numeric characters'],
  // AWS counts a space inside as a symbol, but not at the ends.
  [/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\-]|\S \S/, 'Password must have symbol characters'],
];

/**
 * Checks a password against the policy.
 * @throws {CognitoError} InvalidPassword with the first rule that the password breaks
 */
export function checkPassword(password: string): void {
  const broken = rules.find(([pattern]) => !pattern.test(password));
  if (broken) {
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
  }
}

import { Refusal } from './refusal.ts';

/**
 * Returns whether a username looks like what rows store of an owner, `5f1c…::alice`, or like the name of an API key.
 * Owners are compared by user id, so such a name reaches nothing. It could deceive people.
 */
export function isReservedUsername(username: string): boolean {
  return username.includes('::') || /^key:/i.test(username);
}

/** @throws {Refusal} VALIDATION_FAILED for a reserved username */
export function requirePlainUsername(username: string): void {
  if (isReservedUsername(username))
    throw new Refusal(
      'VALIDATION_FAILED',
      'The username must not contain "::" or begin with "key:": choose another one.',
    );
}

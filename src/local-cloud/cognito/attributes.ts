import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';

/**
 * Attributes that the app client may write: the standard ones, without `custom:` ones and the flags of
 * verification.
 */
export const writableAttributes: readonly string[] = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
];
const verifications = ['email_verified', 'phone_number_verified'];
export const readableAttributes: readonly string[] = [...writableAttributes, ...verifications];

const MAX_LENGTH = 2048;

/**
 * Checks the attributes that a user may change on their own record.
 * @throws {CognitoError} NotAuthorized for all others: a user must not write their tenant or role
 */
export function checkClientAttributes(attributes: Readonly<Record<string, string>>): void {
  if (!Object.keys(attributes).every((name) => writableAttributes.includes(name))) {
    throw new CognitoError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
  checkAttributes(attributes);
}

/**
 * Checks the attributes that an administrator may write.
 * @throws {CognitoError} InvalidParameter for an unknown name, a malformed value, and `sub`
 */
export function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'sub') throw invalid('Cannot modify the non-mutable attribute sub');
    if (!readableAttributes.includes(name) && !/^custom:[\w-]{1,20}$/.test(name)) {
      throw invalid(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      );
    }
    if (value.length > MAX_LENGTH)
      throw invalid(`Attributes did not conform to the schema: ${name}: too long`);
    if (verifications.includes(name) && value !== 'true' && value !== 'false') {
      throw invalid(`Attributes did not conform to the schema: ${name}: must be true or false`);
    }
    if (name === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) throw invalid('Invalid email address format.');
  }
}

/** Resets the verification of a changed address, unless the writer also sets it. */
export function withVerification(
  user: UserRecord | null,
  attributes: Readonly<Record<string, string>>,
): Record<string, string> {
  const { email } = attributes;
  const changed = email !== undefined && email !== user?.attributes['email'];
  return { ...(changed ? { email_verified: 'false' } : {}), ...attributes };
}

/** Returns attributes in Cognito's list form, with `sub`. */
export function attributeList(user: UserRecord): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));
}

function invalid(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message);
}

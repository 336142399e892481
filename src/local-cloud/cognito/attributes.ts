import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';

/** The attributes that the app client may write: the standard ones, and neither a `custom:` one nor a verification. */
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

/** What a user may change of oneself. Throws NotAuthorized for the rest: a tenant or a role is not theirs to write. */
export function checkClientAttributes(attributes: Readonly<Record<string, string>>): void {
  if (!Object.keys(attributes).every((name) => writableAttributes.includes(name))) {
    throw new CognitoError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
  checkAttributes(attributes);
}

/** What an administrator may write. Throws InvalidParameter for an unknown name, a bad form, and `sub`. */
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

/** A changed address has to be proved again, unless the writer vouches for it. */
export function withVerification(
  user: UserRecord | null,
  attributes: Readonly<Record<string, string>>,
): Record<string, string> {
  const { email } = attributes;
  const changed = email !== undefined && email !== user?.attributes['email'];
  return { ...(changed ? { email_verified: 'false' } : {}), ...attributes };
}

/** Cognito's list form, `sub` included. */
export function attributeList(user: UserRecord): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));
}

function invalid(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message);
}

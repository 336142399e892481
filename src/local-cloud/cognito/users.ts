import { createHmac, randomUUID } from 'node:crypto';

import { CognitoError } from './cognito-error.ts';
import { checkPassword } from './password-policy.ts';
import type { UserRecord, Verifier } from './pool-state.ts';
import type { Pool } from './pool.ts';
import type { SrpIdentity } from '../srp/dialect.ts';
import { isPassword, makeVerifier } from './srp.ts';

export interface NewUser {
  readonly username: string;
  readonly password: string;
  readonly status: UserRecord['status'];
  readonly sub?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Finds a user by user name, `sub` or verified e-mail address, ignoring case. */
export function findUser(pool: Pool, name: string): UserRecord | undefined {
  const wanted = name.toLowerCase();
  const { users } = pool.state;
  return (
    users.find(({ username }) => username.toLowerCase() === wanted) ??
    users.find(({ sub }) => sub === name) ??
    users.find((user) => verifiedEmail(user) === wanted)
  );
}

export function requireUser(pool: Pool, name: string): UserRecord {
  const user = findUser(pool, name);
  if (user) return user;
  throw new CognitoError('UserNotFoundException', 'User does not exist.');
}

export function userBySub(pool: Pool, sub: string): UserRecord | undefined {
  return pool.state.users.find((user) => user.sub === sub);
}

/**
 * Adds a user. Does not check the password policy; the caller does.
 * @throws {CognitoError} UsernameExists or AliasExists
 */
export function addUser(
  pool: Pool,
  { username, password, status, sub = randomUUID(), attributes }: NewUser,
): UserRecord {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username)) {
    throw new CognitoError('InvalidParameterException', 'A username has 1 to 128 characters and no spaces.');
  }
  if (findUser(pool, username) || userBySub(pool, sub)) {
    throw new CognitoError('UsernameExistsException', 'User account already exists');
  }
  const now = pool.clock();
  const user: UserRecord = {
    username,
    sub,
    password: makeVerifier(identityOf(pool, username), password),
    passwordSetAt: now,
    status,
    enabled: true,
    attributes: {},
    groups: [],
    createdAt: now,
    modifiedAt: now,
  };
  setAttributes(pool, user, attributes);
  pool.state.users.push(user);
  return user;
}

/**
 * Merges attributes into a user's.
 * @throws {CognitoError} AliasExists if another user has the same verified e-mail address
 */
export function setAttributes(
  pool: Pool,
  user: UserRecord,
  attributes: Readonly<Record<string, string>>,
): void {
  const merged = { ...user.attributes, ...attributes };
  const email = verifiedEmail({ attributes: merged });
  if (email !== null && pool.state.users.some((other) => other !== user && verifiedEmail(other) === email)) {
    throw new CognitoError('AliasExistsException', 'An account with the email already exists.');
  }
  user.attributes = merged;
  user.modifiedAt = pool.clock();
}

/**
 * Sets a password.
 * @throws {CognitoError} InvalidPassword if it breaks the policy
 */
export function setPassword(
  pool: Pool,
  user: UserRecord,
  password: string,
  status: UserRecord['status'],
): void {
  checkPassword(password);
  setAnyPassword(pool, user, password, status);
}

/** Sets a password without checking the policy. */
export function setAnyPassword(
  pool: Pool,
  user: UserRecord,
  password: string,
  status: UserRecord['status'],
): void {
  user.password = makeVerifier(identityOf(pool, user.username), password);
  user.status = status;
  user.passwordSetAt = user.modifiedAt = pool.clock();
}

export function hasPassword(pool: Pool, user: UserRecord, password: string): boolean {
  return isPassword(identityOf(pool, user.username), user.password, password);
}

/** Ends every sign-in of a user. Refresh tokens fail, and so do access tokens where the pool checks them. */
export function signOutEverywhere(pool: Pool, user: UserRecord): void {
  pool.state.signIns = pool.state.signIns.filter(({ sub }) => sub !== user.sub);
}

/** Deletes a user and ends all their sign-ins. */
export function removeUser(pool: Pool, user: UserRecord): void {
  signOutEverywhere(pool, user);
  pool.state.users = pool.state.users.filter((other) => other !== user);
}

/** Returns the identity that a user's verifier depends on. */
export function identityOf(pool: Pool, userId: string): SrpIdentity {
  return { poolName: pool.userPoolId.slice(pool.userPoolId.indexOf('_') + 1), userId };
}

/**
 * Returns a decoy for a user who does not exist. It is always the same for a name, and takes as long to
 * check. As on AWS, it answers a name with the name and an e-mail address with a UUID.
 */
export function decoy(
  pool: Pool,
  name: string,
): { readonly identity: SrpIdentity; readonly password: Verifier } {
  const bytes = (what: string) =>
    createHmac('sha512', pool.state.decoySecret).update(`${what} ${name.toLowerCase()}`).digest('hex');
  const salt = bytes('salt').slice(0, 32);
  const verifier = ['1', '2', '3', '4', '5', '6'].map(bytes).join('');
  const uuid = bytes('id').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
  return { identity: identityOf(pool, name.includes('@') ? uuid : name), password: { salt, verifier } };
}

function verifiedEmail({ attributes }: Pick<UserRecord, 'attributes'>): string | null {
  return attributes['email_verified'] === 'true' ? (attributes['email']?.toLowerCase() ?? null) : null;
}

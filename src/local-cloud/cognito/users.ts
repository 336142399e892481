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

/** Finds by username, by `sub` or by the alias, a verified e-mail address; letter case does not count. */
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

/** Throws UsernameExists or AliasExists. Any password will do: the policy is the caller's business. */
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

/** Merges attributes into a user's. Throws AliasExists when another user's verified e-mail is the same. */
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

/** Throws InvalidPassword when the policy refuses it. */
export function setPassword(
  pool: Pool,
  user: UserRecord,
  password: string,
  status: UserRecord['status'],
): void {
  checkPassword(password);
  setAnyPassword(pool, user, password, status);
}

/** Sets a password that need not meet the policy. */
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

/** Ends every sign-in of the user: refresh tokens fail, and so do access tokens wherever the pool checks them. */
export function signOutEverywhere(pool: Pool, user: UserRecord): void {
  pool.state.signIns = pool.state.signIns.filter(({ sub }) => sub !== user.sub);
}

/** What the password of a user is bound to. */
export function identityOf(pool: Pool, userId: string): SrpIdentity {
  return { poolName: pool.userPoolId.slice(pool.userPoolId.indexOf('_') + 1), userId };
}

/**
 * What stands in for a user who does not exist: always the same for the same name, and as slow to check.
 * Like AWS, it answers a name by itself and an e-mail address by a UUID.
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

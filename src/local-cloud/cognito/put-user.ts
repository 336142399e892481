import { checkAttributes } from './attributes.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import { addUser, findUser, hasPassword, setAnyPassword, setAttributes, signOutEverywhere } from './users.ts';

/** A user of the seed. */
export interface SeedUser {
  readonly username: string;
  /** The e-mail address. It counts as verified. */
  readonly email: string;
  /**
   * A permanent password. The policy applies only to passwords that users choose: a seed may say "password".
   */
  readonly password: string;
  /** The user's id. By default it is random. It can never change. */
  readonly sub?: string;
  /** All groups of the user. Missing groups are created. */
  readonly groups?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
}

/** The public view of a user. */
export interface PoolUser {
  readonly username: string;
  readonly sub: string;
  readonly email: string | null;
  readonly status: UserRecord['status'];
  readonly enabled: boolean;
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Creates the user, or updates what differs.
 * @throws {CognitoError} if a value is invalid
 * @throws {Error} if the user exists with another `sub`
 */
export function putUser(pool: Pool, seed: SeedUser): PoolUser {
  const attributes = { email_verified: 'true', ...seed.attributes, email: seed.email };
  checkAttributes(attributes);
  const existing = findUser(pool, seed.username);
  if (existing && seed.sub !== undefined && seed.sub !== existing.sub) {
    throw new Error(
      `User "${seed.username}" already has the sub "${existing.sub}", which cannot change; delete the user first.`,
    );
  }
  const user = existing ?? addUser(pool, { ...seed, status: 'CONFIRMED', attributes });
  if (existing && !hasPassword(pool, user, seed.password)) {
    setAnyPassword(pool, user, seed.password, 'CONFIRMED');
  }
  user.status = 'CONFIRMED';
  if (Object.entries(attributes).some(([name, value]) => user.attributes[name] !== value)) {
    setAttributes(pool, user, attributes);
  }
  if (seed.groups) setGroups(pool, user, seed.groups);
  user.enabled = seed.enabled ?? user.enabled;
  if (!user.enabled) signOutEverywhere(pool, user);
  return poolUser(user);
}

export function poolUser({ username, sub, status, enabled, groups, attributes }: UserRecord): PoolUser {
  return {
    username,
    sub,
    email: attributes['email'] ?? null,
    status,
    enabled,
    groups: [...groups],
    attributes: { ...attributes },
  };
}

function setGroups(pool: Pool, user: UserRecord, names: readonly string[]): void {
  const known = new Set(pool.state.groups.map(({ name }) => name));
  const wanted = [...new Set(names)];
  for (const name of wanted.filter((each) => !known.has(each))) {
    pool.state.groups.push({ name, createdAt: pool.clock() });
  }
  user.groups = wanted;
}

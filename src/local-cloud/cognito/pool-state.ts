import { randomBytes } from 'node:crypto';

import { newPrivateKey } from './signing-key.ts';
import type { Authenticator } from './totp.ts';

/** The state that outlives the process. Times are in seconds since 1970, as Cognito sends them. */
export interface PoolState {
  readonly version: 1;
  /** The id of the pool. A verifier depends on the pool's name, so the file belongs to one pool. */
  readonly userPoolId: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /**
   * Secret, in hex, of the answers for unknown users. It makes them repeatable, so that they look like known
   * users.
   */
  readonly decoySecret: string;
  users: UserRecord[];
  groups: GroupRecord[];
  signIns: SignIn[];
}

/** The stored form of a password: SRP's salt and verifier, both hex. The password itself is not stored. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

export interface UserRecord {
  readonly username: string;
  readonly sub: string;
  password: Verifier;
  passwordSetAt: number;
  status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'UNCONFIRMED';
  enabled: boolean;
  attributes: Record<string, string>;
  groups: string[];
  /** The user's authenticator. Its secret cannot be hashed, since codes are computed from it. */
  authenticator?: Authenticator;
  /** A new secret in Base32, until the first code shows that the user has it. */
  unprovedSecret?: string;
  /** Whether the user wants a code at each sign-in, if the pool makes it optional. */
  mfa?: { readonly preferred: boolean };
  readonly createdAt: number;
  modifiedAt: number;
}

export interface GroupRecord {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly createdAt: number;
}

/** A sign-in of a user. All its tokens have its id as `origin_jti` and end with it. */
export interface SignIn {
  readonly originJti: string;
  readonly sub: string;
  /** SHA-256 of the refresh token, hex. */
  refreshHash: string;
  readonly authTime: number;
  readonly expiresAt: number;
}

export async function newPoolState(userPoolId: string): Promise<PoolState> {
  return {
    version: 1,
    userPoolId,
    privateKey: await newPrivateKey(),
    decoySecret: randomBytes(32).toString('hex'),
    users: [],
    groups: [],
    signIns: [],
  };
}

/**
 * Returns the state in a parsed data file.
 * @throws {Error} if it is of another version or pool
 */
export function poolStateOf(json: unknown, userPoolId: string): PoolState {
  const state = json as Partial<PoolState> | null;
  if (state?.version !== 1) {
    throw new Error(
      'The data file of the local user pool has an unknown form; move it away to start with an empty pool.',
    );
  }
  if (state.userPoolId !== userPoolId) {
    throw new Error(
      `The data file belongs to user pool "${state.userPoolId ?? ''}", not to "${userPoolId}"; give each pool a file of its own.`,
    );
  }
  return state as PoolState;
}

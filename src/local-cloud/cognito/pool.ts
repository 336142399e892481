import type { Challenges } from './challenges.ts';
import type { Codes } from './codes.ts';
import type { PoolState } from './pool-state.ts';
import type { SigningKey } from './signing-key.ts';
import type { Triggers } from './triggers.ts';

/** What Cognito would send by mail. */
export interface CognitoMessage {
  readonly to: string;
  readonly username: string;
  readonly purpose: 'forgotten password' | 'email' | 'sign-up' | 'temporary password';
  /** The code, or the temporary password. */
  readonly code: string;
}

/** Whether a sign-in takes a code of an authenticator: never, where the user wants it, or always. */
export type Mfa = 'OFF' | 'OPTIONAL' | 'REQUIRED';

/** The user pool, its one app client, and what lives as long as the process: everything that an operation works on. */
export interface Pool {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Life of access and ID tokens, in seconds. */
  readonly tokenLife: number;
  readonly rotateRefreshTokens: boolean;
  readonly mfa: Mfa;
  readonly triggers: Triggers;
  readonly deliver: (message: CognitoMessage) => void;
  /** Seconds since 1970, whole. */
  readonly clock: () => number;
  readonly state: PoolState;
  readonly key: SigningKey;
  readonly challenges: Challenges;
  readonly codes: Codes;
}

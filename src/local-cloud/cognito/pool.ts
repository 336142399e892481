import type { Challenges } from './challenges.ts';
import type { Codes } from './codes.ts';
import type { PoolState } from './pool-state.ts';
import type { SigningKey } from './signing-key.ts';
import type { Triggers } from './triggers.ts';

/** A message that Cognito would send by e-mail. */
export interface CognitoMessage {
  readonly to: string;
  readonly username: string;
  readonly purpose: 'forgotten password' | 'email' | 'sign-up' | 'temporary password';
  /** The code, or the temporary password. */
  readonly code: string;
}

/** Whether a sign-in needs a code of an authenticator: never, if the user wants it, or always. */
export type Mfa = 'OFF' | 'OPTIONAL' | 'REQUIRED';

/** The user pool with its app client, and the state of the process. Operations work on it. */
export interface Pool {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Lifetime of access and ID tokens in seconds. */
  readonly tokenLife: number;
  readonly rotateRefreshTokens: boolean;
  readonly mfa: Mfa;
  readonly triggers: Triggers;
  readonly deliver: (message: CognitoMessage) => void;
  /** Returns whole seconds since 1970. */
  readonly clock: () => number;
  readonly state: PoolState;
  readonly key: SigningKey;
  readonly challenges: Challenges;
  readonly codes: Codes;
}

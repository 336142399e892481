import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import type { Challenges } from './challenges.ts';
import type { Codes } from './codes.ts';
import type { PoolState } from './pool-state.ts';
import type { SigningKey } from './signing-key.ts';

/** The trigger as Lambda calls it: it gets an event and gives it back with a response. */
export type PreTokenGeneration = (
  event: PreTokenGenerationV2TriggerEvent,
) => Promise<PreTokenGenerationV2TriggerEvent>;

/** What Cognito would send by mail. */
export interface CognitoMessage {
  readonly to: string;
  readonly username: string;
  readonly purpose: 'forgotten password' | 'email' | 'temporary password';
  /** The code, or the temporary password. */
  readonly code: string;
}

/** The user pool, its one app client, and what lives as long as the process: everything that an operation works on. */
export interface Pool {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Life of access and ID tokens, in seconds. */
  readonly tokenLife: number;
  readonly rotateRefreshTokens: boolean;
  readonly preTokenGeneration: PreTokenGeneration | undefined;
  readonly deliver: (message: CognitoMessage) => void;
  /** Seconds since 1970, whole. */
  readonly clock: () => number;
  readonly state: PoolState;
  readonly key: SigningKey;
  readonly challenges: Challenges;
  readonly codes: Codes;
}

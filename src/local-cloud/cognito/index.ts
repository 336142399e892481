export { CognitoError } from './cognito-error.ts';
export { openCognito, type Cognito, type CognitoOptions, type CognitoResponse } from './cognito.ts';
export { newPoolState, type PoolState } from './pool-state.ts';
export type { CognitoMessage } from './pool.ts';
export type { Trigger, Triggers } from './triggers.ts';
export type { PoolUser, SeedUser } from './put-user.ts';
export type { Tokens } from './tokens.ts';
export { inProcess } from './in-process.ts';

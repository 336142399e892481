import type { ClaimsAndScopeOverrideDetails } from 'aws-lambda';

import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import { eventAttributes, eventFrame, runTrigger } from './run-trigger.ts';
import type { TriggerSource } from './triggers.ts';

/** The trigger's response as JSON. A Lambda in another language sends null for absent values. */
export type Overrides = OrNull<ClaimsAndScopeOverrideDetails>;
type OrNull<T> = T extends (infer Item)[]
  ? readonly Item[]
  : T extends object
    ? { readonly [Key in keyof T]: OrNull<T[Key]> | null }
    : T;

/** The scope of an access token that may call the user pool's own operations. */
export const ownScope = 'aws.cognito.signin.user.admin';

/**
 * Runs the pre token generation trigger, event version 2.
 * @throws {CognitoError} as `runTrigger`
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export async function runPreTokenGeneration(
  pool: Pool,
  user: UserRecord,
  triggerSource: TriggerSource,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<Overrides> {
  const { preTokenGeneration } = pool.triggers;
  if (!preTokenGeneration) return {};
  const event = {
    version: '2',
    ...eventFrame(pool, user, triggerSource),
    request: {
      userAttributes: eventAttributes(user),
      groupConfiguration: { groupsToOverride: user.groups, iamRolesToOverride: [], preferredRole: null },
      scopes: [ownScope],
      clientMetadata,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const answer = (await runTrigger('PreTokenGeneration', preTokenGeneration, event)) as {
    response?: { claimsAndScopeOverrideDetails?: Overrides | null };
  } | null;
  const overrides = answer?.response?.claimsAndScopeOverrideDetails ?? {};
  if (!isWellFormed(overrides)) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return overrides;
}

function isWellFormed({
  idTokenGeneration,
  accessTokenGeneration,
  groupOverrideDetails,
}: Overrides): boolean {
  const lists: unknown[] = [
    idTokenGeneration?.claimsToSuppress,
    accessTokenGeneration?.claimsToSuppress,
    accessTokenGeneration?.scopesToAdd,
    accessTokenGeneration?.scopesToSuppress,
    groupOverrideDetails?.groupsToOverride,
    groupOverrideDetails?.iamRolesToOverride,
  ];
  const maps: unknown[] = [
    idTokenGeneration?.claimsToAddOrOverride,
    accessTokenGeneration?.claimsToAddOrOverride,
  ];
  return (
    lists.every((list) => !list || (Array.isArray(list) && list.every((item) => typeof item === 'string'))) &&
    maps.every((map) => !map || (typeof map === 'object' && !Array.isArray(map)))
  );
}

import type { ClaimsAndScopeOverrideDetails, PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';

export type TriggerSource =
  'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';

/** The trigger's answer as JSON allows it: a Lambda in another language sends null for what it leaves out. */
export type Overrides = OrNull<ClaimsAndScopeOverrideDetails>;
type OrNull<T> = T extends (infer Item)[]
  ? readonly Item[]
  : T extends object
    ? { readonly [Key in keyof T]: OrNull<T[Key]> | null }
    : T;

/** The scope by which an access token may call the user pool's own operations. */
export const ownScope = 'aws.cognito.signin.user.admin';

/**
 * Runs the pre token generation trigger, event version 2, as AWS does: the event goes in and comes out as JSON.
 * Throws UserLambdaValidation with the trigger's own message, which AWS shows to the client too.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export async function runPreTokenGeneration(
  pool: Pool,
  user: UserRecord,
  triggerSource: TriggerSource,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<Overrides> {
  if (!pool.preTokenGeneration) return {};
  const event = {
    version: '2',
    triggerSource,
    region: pool.region,
    userPoolId: pool.userPoolId,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: pool.clientId },
    request: {
      userAttributes: { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes },
      groupConfiguration: { groupsToOverride: user.groups, iamRolesToOverride: [], preferredRole: null },
      scopes: [ownScope],
      clientMetadata,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const answer = await call(pool.preTokenGeneration, event);
  const overrides = answer?.response?.claimsAndScopeOverrideDetails ?? {};
  if (!isWellFormed(overrides)) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return overrides;
}

async function call(
  trigger: NonNullable<Pool['preTokenGeneration']>,
  event: object,
): Promise<{ response?: { claimsAndScopeOverrideDetails?: Overrides | null } } | null> {
  try {
    const answer = await trigger(overTheWire(event) as PreTokenGenerationV2TriggerEvent);
    return overTheWire(answer) as Awaited<ReturnType<typeof call>>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CognitoError('UserLambdaValidationException', `PreTokenGeneration failed with error ${why}.`);
  }
}

function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
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

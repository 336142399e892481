import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import type { Trigger } from './triggers.ts';

/** What every event tells of the pool and of the user. */
export function eventFrame<Source extends string>(
  pool: Pool,
  user: Pick<UserRecord, 'username'>,
  triggerSource: Source,
) {
  return {
    triggerSource,
    region: pool.region,
    userPoolId: pool.userPoolId,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: pool.clientId },
  };
}

/** The attributes of a user as an event has them. */
export function eventAttributes(user: UserRecord): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/**
 * Runs a trigger as AWS does: the event goes in and comes out as JSON.
 * Throws UserLambdaValidation with the trigger's own message, which AWS shows to the client too.
 */
export async function runTrigger<Event>(
  name: 'PreTokenGeneration' | 'PreSignUp' | 'PostConfirmation',
  trigger: Trigger<Event>,
  event: object,
): Promise<unknown> {
  try {
    return overTheWire(await trigger(overTheWire(event) as Event));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CognitoError('UserLambdaValidationException', `${name} failed with error ${why}.`);
  }
}

function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

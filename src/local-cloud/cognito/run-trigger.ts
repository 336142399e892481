import { CognitoError } from './cognito-error.ts';
import type { UserRecord } from './pool-state.ts';
import type { Pool } from './pool.ts';
import type { Trigger } from './triggers.ts';

/** Returns the members that every event has: about the pool and the user. */
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

/** Returns the attributes of a user in the form of an event. */
export function eventAttributes(user: UserRecord): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/**
 * Runs a trigger as AWS does: the event and the result pass through JSON.
 * @throws {CognitoError} UserLambdaValidation with the trigger's own message, which AWS shows to the client
 * too
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

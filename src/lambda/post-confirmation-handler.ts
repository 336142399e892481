import type { PostConfirmationTriggerEvent } from 'aws-lambda';

import type { TriggerHooks } from './trigger-hooks.ts';

export type PostConfirmation = (event: PostConfirmationTriggerEvent) => Promise<PostConfirmationTriggerEvent>;

/**
 * Creates the post-confirmation trigger. It accepts the invitation in the client metadata of ConfirmSignUp,
 * because the address is now verified. Cognito may call it twice; the second call changes nothing. If it
 * fails, the user is confirmed anyway and can accept the invitation at sign-in.
 */
export function createPostConfirmation(
  hooks: Pick<TriggerHooks, 'accept' | 'clientError'>,
): PostConfirmation {
  return async (event) => {
    const { userAttributes, clientMetadata = {} } = event.request;
    const token = clientMetadata['invitation'];
    const { sub: userId = '', email } = userAttributes;
    const proved = userAttributes['email_verified'] === 'true' && email !== undefined;
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp' || token === undefined || !proved)
      return event;
    try {
      await hooks.accept({ userId, username: event.userName, email }, token);
    } catch (error) {
      throw hooks.clientError(error);
    }
    return event;
  };
}

import type { PostConfirmationTriggerEvent } from 'aws-lambda';

import type { TriggerHooks } from './trigger-hooks.ts';

export type PostConfirmation = (event: PostConfirmationTriggerEvent) => Promise<PostConfirmationTriggerEvent>;

/**
 * The post-confirmation trigger: accepts the invitation that the client metadata of ConfirmSignUp names, now that the
 * address is proved. Cognito may call it again; then it changes nothing. When it fails the user is confirmed
 * nevertheless, and accepts the invitation as they sign in.
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

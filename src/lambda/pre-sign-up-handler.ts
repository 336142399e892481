import type { PreSignUpTriggerEvent } from 'aws-lambda';

import type { TriggerHooks } from './trigger-hooks.ts';

export type PreSignUp = (event: PreSignUpTriggerEvent) => Promise<PreSignUpTriggerEvent>;

/**
 * Creates the pre-sign-up trigger. Only invited users may sign up: the client metadata `invitation` is the
 * token of an invitation to their address. The confirmation code later verifies the address. Users from an
 * administrator or another identity provider pass: without a membership they have no access.
 */
export function createPreSignUp(hooks: Pick<TriggerHooks, 'requireInvitation' | 'clientError'>): PreSignUp {
  return async (event) => {
    if (event.triggerSource !== 'PreSignUp_SignUp') return event;
    const { userAttributes, clientMetadata = {} } = event.request;
    try {
      await hooks.requireInvitation(userAttributes['email'] ?? '', clientMetadata['invitation'] ?? '');
    } catch (error) {
      throw hooks.clientError(error);
    }
    return event;
  };
}

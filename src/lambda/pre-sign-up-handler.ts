import type { PreSignUpTriggerEvent } from 'aws-lambda';

import type { TriggerHooks } from './trigger-hooks.ts';

export type PreSignUp = (event: PreSignUpTriggerEvent) => Promise<PreSignUpTriggerEvent>;

/**
 * The pre-sign-up trigger: only who is invited signs up. The client metadata `invitation` is the token of an invitation
 * to the address that they give; whether the address is theirs, the code of the confirmation shows. Users whom an
 * administrator creates, or another identity provider vouches for, pass: without a membership they reach nothing.
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

import type { PreSignUpTriggerEvent } from 'aws-lambda';

import { requirePlainUsername } from '../tenant/index.ts';
import type { TriggerHooks } from './trigger-hooks.ts';

export type PreSignUp = (event: PreSignUpTriggerEvent) => Promise<PreSignUpTriggerEvent>;

/**
 * Creates the pre-sign-up trigger. Only invited users may sign up: the client metadata `invitation` is the
 * token of an invitation to their address. No username may look like a stored owner or an API key. The confirmation code later verifies the address. Users from an
 * administrator or another identity provider pass: without a membership they have no access.
 */
export function createPreSignUp(hooks: Pick<TriggerHooks, 'requireInvitation' | 'clientError'>): PreSignUp {
  return async (event) => {
    if (event.triggerSource !== 'PreSignUp_SignUp') return event;
    const { userAttributes, clientMetadata = {} } = event.request;
    try {
      requirePlainUsername(event.userName);
      await hooks.requireInvitation(userAttributes['email'] ?? '', clientMetadata['invitation'] ?? '');
    } catch (error) {
      throw hooks.clientError(error);
    }
    return event;
  };
}

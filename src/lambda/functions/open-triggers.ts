import { openControl, openDirectory } from '../../store/index.ts';

import type { FunctionName } from '../function-names.ts';
import { createPostConfirmation, type PostConfirmation } from '../post-confirmation-handler.ts';
import { createPreSignUp, type PreSignUp } from '../pre-sign-up-handler.ts';
import { createPreTokenGeneration, type PreTokenGeneration } from '../pre-token-generation.ts';
import type { SystemParts } from '../system-parts.ts';
import { triggerHooks, type TriggerHooks } from '../trigger-hooks.ts';

export type TriggerParts = Pick<SystemParts, 'controlSendOf' | 'plans' | 'now' | 'log'>;

/** Opens the function that Cognito calls before it signs a token. */
export function openPreToken(parts: TriggerParts): PreTokenGeneration {
  const directory = openDirectory(parts.controlSendOf('pre-token'));
  return createPreTokenGeneration(directory, hooksOf('pre-token', parts));
}

/** Opens the function that Cognito calls before a user signs up. */
export function openPreSignUp(parts: TriggerParts): PreSignUp {
  return createPreSignUp(hooksOf('pre-sign-up', parts));
}

/** Opens the function that Cognito calls once a user has proved an address. */
export function openPostConfirmation(parts: TriggerParts): PostConfirmation {
  return createPostConfirmation(hooksOf('post-confirmation', parts));
}

function hooksOf(name: FunctionName, { controlSendOf, plans, now, log }: TriggerParts): TriggerHooks {
  return triggerHooks({ control: openControl(controlSendOf(name)), plans, now }, log);
}

import { openTrigger } from './open-trigger.ts';
import { createPreSignUp } from './pre-sign-up-handler.ts';

/** Handles Cognito's event before a user signs up. */
export const handler = createPreSignUp(openTrigger(process.env).hooks);

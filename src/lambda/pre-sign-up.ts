import { openTrigger } from './open-trigger.ts';
import { createPreSignUp } from './pre-sign-up-handler.ts';

/** The Lambda function that Cognito calls before someone signs up. */
export const handler = createPreSignUp(openTrigger(process.env).hooks);

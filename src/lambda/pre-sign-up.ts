import { openPreSignUp } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';

/** The Lambda function that Cognito calls before a user signs up. */
export const handler = openPreSignUp(triggerParts(process.env));

import { openPostConfirmation } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';

/** The Lambda function that Cognito calls once a user has proved an address. */
export const handler = openPostConfirmation(triggerParts(process.env));

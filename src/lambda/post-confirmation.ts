import { openPostConfirmation } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';
import { traced } from './traced.ts';

/** The Lambda function that Cognito calls once a user has proved an address. */
export const handler = traced('post-confirmation', openPostConfirmation(triggerParts(process.env)));

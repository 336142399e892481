import { openPreToken } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';

/** The Lambda function that Cognito calls before it signs a token. */
export const handler = openPreToken(triggerParts(process.env));

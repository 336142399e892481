import { openPreToken } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';
import { traced } from './traced.ts';

/** The Lambda function that Cognito calls before it signs a token. */
export const handler = traced('pre-token', openPreToken(triggerParts(process.env)));

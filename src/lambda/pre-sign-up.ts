import { openPreSignUp } from './functions/open-triggers.ts';
import { triggerParts } from './trigger-parts.ts';
import { traced } from './traced.ts';

/** The Lambda function that Cognito calls before a user signs up. */
export const handler = traced('pre-sign-up', openPreSignUp(triggerParts(process.env)));

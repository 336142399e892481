import { openTrigger } from './open-trigger.ts';
import { createPreTokenGeneration } from './pre-token-generation.ts';

const { directory, hooks } = openTrigger(process.env);

/** The Lambda function that Cognito calls before it signs a token. */
export const handler = createPreTokenGeneration(directory, hooks);

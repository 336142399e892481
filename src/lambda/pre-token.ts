import { openTrigger } from './open-trigger.ts';
import { createPreTokenGeneration } from './pre-token-generation.ts';

const { directory, hooks } = openTrigger(process.env);

/** Handles Cognito's event before it signs a token. */
export const handler = createPreTokenGeneration(directory, hooks);

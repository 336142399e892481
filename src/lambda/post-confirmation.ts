import { openTrigger } from './open-trigger.ts';
import { createPostConfirmation } from './post-confirmation-handler.ts';

/** Handles Cognito's event after a user has verified their address. */
export const handler = createPostConfirmation(openTrigger(process.env).hooks);

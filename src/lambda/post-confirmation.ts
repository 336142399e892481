import { openTrigger } from './open-trigger.ts';
import { createPostConfirmation } from './post-confirmation-handler.ts';

/** The Lambda function that Cognito calls once someone has proved their address. */
export const handler = createPostConfirmation(openTrigger(process.env).hooks);

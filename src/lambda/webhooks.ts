import { rowParts, ROWS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { openPlatform } from './functions/open-platform.ts';
import { openWebhooks } from './functions/open-webhooks.ts';
import { NO_ARCHIVES } from './no-archives.ts';
import { NO_FILES } from './no-files.ts';
import { sqsWorkQueue } from './sqs-work-queue.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [...ROWS, ...PLATFORM, 'webhookQueue']);
const { region, webhookQueue: url } = configuration;
const parts = {
  ...rowParts(configuration),
  ...platformParts(configuration),
  archivesOf: () => NO_ARCHIVES,
  filesOf: () => NO_FILES,
  scanFiles: false,
  queue: sqsWorkQueue({ region, url }),
};

/** The Lambda function that sends messages to the endpoints of tenants; its queue calls it. */
export const handler = traced(
  'webhooks',
  withSecret(parts.secret, openWebhooks(parts, openPlatform('webhooks', parts))),
);

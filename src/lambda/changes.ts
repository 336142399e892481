import { resolvers } from '../generated/custom.ts';

import { fileParts, FILES, REALTIME, realtimeParts, socketParts, SOCKETS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { eventBridge } from './event-bridge.ts';
import { openChanges } from './functions/open-changes.ts';
import { openPlatform } from './functions/open-platform.ts';
import { NO_ARCHIVES } from './no-archives.ts';
import { QUEUES, sqsWorkQueues } from './sqs-work-queue.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [
  ...REALTIME,
  ...SOCKETS,
  ...FILES,
  ...PLATFORM,
  'clientId',
  ...QUEUES,
  'eventBus',
]);
const { region, eventBus } = configuration;
const parts = {
  ...realtimeParts(configuration),
  ...socketParts(configuration),
  ...fileParts(configuration),
  ...platformParts(configuration),
  archivesOf: () => NO_ARCHIVES,
  users: configuration,
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  queue: sqsWorkQueues(configuration),
  bus: eventBridge({ region, bus: eventBus }),
};

/** The Lambda function that reads the streams of the tables. */
export const handler = traced(
  'changes',
  withSecret(parts.secret, openChanges(parts, openPlatform('changes', parts))),
);

import mails from '../generated/mails.json';
import { schedules } from '../generated/schedules.ts';
import { openLimiter } from '../platform/index.ts';
import { openSes } from '../store/index.ts';

import { fileParts, FILES, REALTIME, realtimeParts, tenantParts, TENANTS } from './aws-parts.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { mailSettings, readConfiguration } from './configuration.ts';
import { openPlatform } from './functions/open-platform.ts';
import { openWork } from './functions/open-work.ts';
import { QUEUES, sqsWorkQueues } from './sqs-work-queue.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [
  ...TENANTS,
  ...REALTIME,
  ...FILES,
  ...PLATFORM,
  ...QUEUES,
]);
const { region } = configuration;
const settings = mailSettings(process.env);
const parts = {
  ...tenantParts(configuration),
  ...realtimeParts(configuration),
  ...fileParts(configuration),
  ...platformParts(configuration),
  queue: sqsWorkQueues(configuration),
  schedules,
  openLimiter,
  mailService: settings && { ...settings, mailer: openSes({ region }) },
  mailTemplates: mails,
};

/** The Lambda function that does the work of tenants; its queue calls it, and a schedule for what is due. */
export const handler = traced('work', withSecret(parts.secret, openWork(parts, openPlatform('work', parts))));

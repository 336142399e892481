import { dynamoSend, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';

import { readConfiguration } from './configuration.ts';
import { openJobParts } from './job-parts.ts';
import { createJobsHandler } from './jobs-handler.ts';
import { openPlatformParts } from './platform-parts.ts';
import { openTenantAccess, TENANT_ACCESS } from './tenant-access.ts';

const configuration = readConfiguration(process.env, [
  ...TENANT_ACCESS,
  'controlTable',
  'cursorSecret',
  'userPoolId',
  'metrics',
]);
const { region, controlTable } = configuration;
const { sendOf, archives } = openTenantAccess(configuration);
const controlSend = dynamoSend({ region, table: controlTable });
const log = jsonLog((line) => process.stdout.write(`${line}\n`), configuration.metrics);

/** Runs the jobs. A schedule calls it, one call at a time. */
export const handler = createJobsHandler({
  parts: openJobParts({
    platform: openPlatformParts(configuration, controlSend, archives, log),
    directory: openDirectory(controlSend),
    sendOf,
    controlSend,
    log,
  }),
  log,
});

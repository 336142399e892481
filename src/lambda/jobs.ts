import { assumeTenantRole, dynamoSend, openDirectory, openTenantSends } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';

import { readConfiguration } from './configuration.ts';
import { openJobParts } from './job-parts.ts';
import { createJobsHandler } from './jobs-handler.ts';
import { openPlatformParts } from './platform-parts.ts';

const configuration = readConfiguration(process.env, [
  'region',
  'dataTable',
  'siloTablePrefix',
  'controlTable',
  'tenantRole',
  'cursorSecret',
  'userPoolId',
]);
const { region, dataTable, siloTablePrefix, controlTable, tenantRole } = configuration;
const tables = { pool: dataTable, siloPrefix: siloTablePrefix };
const controlSend = dynamoSend({ region, table: controlTable });
const log = jsonLog((line) => process.stdout.write(`${line}\n`));

/** The Lambda function that goes on with jobs; call it by a schedule, one at a time. */
export const handler = createJobsHandler({
  parts: openJobParts({
    platform: openPlatformParts(configuration, controlSend, log),
    directory: openDirectory(controlSend),
    sendOf: openTenantSends({ region, tables }, assumeTenantRole({ region, roleArn: tenantRole })),
    controlSend,
    log,
  }),
  log,
});

import {
  assumeTenantRole,
  dynamoSend,
  openArchives,
  openDirectory,
  openTenantSends,
} from '../store/index.ts';
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
  'archiveBucket',
  'tenantRole',
  'cursorSecret',
  'userPoolId',
  'metrics',
]);
const { region, dataTable, siloTablePrefix, controlTable, archiveBucket, tenantRole } = configuration;
const tables = { pool: dataTable, siloPrefix: siloTablePrefix };
const assume = assumeTenantRole({ region, roleArn: tenantRole });
const controlSend = dynamoSend({ region, table: controlTable });
const log = jsonLog((line) => process.stdout.write(`${line}\n`), configuration.metrics);

/** The Lambda function that goes on with jobs; call it by a schedule, one at a time. */
export const handler = createJobsHandler({
  parts: openJobParts({
    platform: openPlatformParts(
      configuration,
      controlSend,
      openArchives({ region, bucket: archiveBucket }, assume),
      log,
    ),
    directory: openDirectory(controlSend),
    sendOf: openTenantSends({ region, tables }, assume),
    controlSend,
    log,
  }),
  log,
});

import type { Model } from '../model/index.ts';
import { dynamoSend, openBuckets, openControl, openCursors, openDirectory } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';

import { cognitoIdentities } from './cognito-identities.ts';
import { readConfiguration } from './configuration.ts';
import { openJobParts } from './job-parts.ts';
import { createJobsHandler } from './jobs-handler.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

const { region, dataTable, controlTable, cursorSecret, userPoolId } = readConfiguration(process.env, [
  'region',
  'dataTable',
  'controlTable',
  'cursorSecret',
  'userPoolId',
]);
const controlSend = dynamoSend({ region, table: controlTable });
const log = jsonLog((line) => process.stdout.write(`${line}\n`));

/** The Lambda function that goes on with jobs; call it by a schedule, one at a time, with the ids of the tenants. */
export const handler = createJobsHandler({
  parts: openJobParts({
    platform: {
      model: model as unknown as Model,
      control: openControl(controlSend),
      plans,
      buckets: openBuckets(controlSend),
      cursors: openCursors(cursorSecret),
      identities: cognitoIdentities({ region, userPoolId }),
      jobs: scheduledJobs,
      archives: null,
      now: Date.now,
    },
    directory: openDirectory(controlSend),
    send: dynamoSend({ region, table: dataTable }),
    controlSend,
    log,
  }),
  log,
});

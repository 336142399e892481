import { cognitoVerifier, openGate } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { dynamoSend, openBuckets, openControl, openCursors, openDirectory } from '../store/index.ts';
import { openLimiter, planOf } from '../platform/index.ts';
import { jsonLog, logTrouble } from '../server/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';
import { resolvers } from '../generated/custom.ts';

import { cognitoIdentities } from './cognito-identities.ts';
import { readConfiguration } from './configuration.ts';
import { createGraphqlHandler } from './graphql-handler.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

const { region, dataTable, controlTable, cursorSecret, ...pool } = readConfiguration(process.env, [
  'region',
  'dataTable',
  'controlTable',
  'cursorSecret',
  'userPoolId',
  'clientId',
]);
const controlSend = dynamoSend({ region, table: controlTable });
const buckets = openBuckets(controlSend);
const log = jsonLog((line) => process.stdout.write(`${line}\n`));

/** The Lambda function behind `/graphql`: everything is wired here, once a process. */
export const handler = createGraphqlHandler({
  platform: {
    model: model as unknown as Model,
    control: openControl(controlSend),
    plans,
    buckets,
    cursors: openCursors(cursorSecret),
    identities: cognitoIdentities({ region, userPoolId: pool.userPoolId }),
    jobs: scheduledJobs,
    archives: null,
    now: Date.now,
  },
  resolvers,
  compat: process.env['API_COMPAT'] === 'amplify',
  gate: openGate(cognitoVerifier(pool), openDirectory(controlSend), {
    featuresOf: (tenant) => planOf(plans, tenant).features,
  }),
  send: dynamoSend({ region, table: dataTable }),
  limiter: openLimiter({ buckets, plans, now: Date.now, onTrouble: logTrouble(log) }),
  log,
});

import { cognitoVerifier } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { dynamoSend, openBuckets, openControl, openCursors } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import appModel from '../generated/model.json';
import model from '../generated/operator.json';
import plans from '../generated/plans.json';

import { cognitoIdentities } from './cognito-identities.ts';
import { readConfiguration } from './configuration.ts';
import { createOperatorHandler } from './operator-handler.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

const { region, controlTable, cursorSecret, userPoolId, operatorPoolId, operatorClientId } =
  readConfiguration(process.env, [
    'region',
    'controlTable',
    'cursorSecret',
    'userPoolId',
    'operatorPoolId',
    'operatorClientId',
  ]);
const controlSend = dynamoSend({ region, table: controlTable });

/** The Lambda function behind `/operator/graphql`. */
export const handler = createOperatorHandler({
  model: model,
  platform: {
    model: appModel as unknown as Model,
    control: openControl(controlSend),
    buckets: openBuckets(controlSend),
    plans,
    cursors: openCursors(cursorSecret),
    identities: cognitoIdentities({ region, userPoolId }),
    jobs: scheduledJobs,
    archives: null,
    now: Date.now,
  },
  verify: cognitoVerifier({ userPoolId: operatorPoolId, clientId: operatorClientId, needsTenant: false }),
  log: jsonLog((line) => process.stdout.write(`${line}\n`)),
});

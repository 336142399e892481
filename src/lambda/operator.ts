import { cognitoVerifier } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { dynamoSend, openControl, openCursors, openUsageLedger } from '../store/index.ts';
import { openMeter } from '../platform/index.ts';
import { jsonLog, logTrouble } from '../server/index.ts';
import appModel from '../generated/model.json';
import model from '../generated/operator.json';
import plans from '../generated/plans.json';

import { cognitoIdentities } from './cognito-identities.ts';
import { readConfiguration } from './configuration.ts';
import { createOperatorHandler } from './operator-handler.ts';

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
const log = jsonLog((line) => process.stdout.write(`${line}\n`));

/** The Lambda function behind `/operator/graphql`. */
export const handler = createOperatorHandler({
  model: model,
  platform: {
    model: appModel as unknown as Model,
    control: openControl(controlSend),
    plans,
    cursors: openCursors(cursorSecret),
    identities: cognitoIdentities({ region, userPoolId }),
    // It records nothing: it reads what the tenant plane wrote.
    meter: openMeter({ ledger: openUsageLedger(controlSend), now: Date.now, onTrouble: logTrouble(log) }),
    now: Date.now,
  },
  verify: cognitoVerifier({ userPoolId: operatorPoolId, clientId: operatorClientId, needsTenant: false }),
  log,
});

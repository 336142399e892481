import { cognitoVerifier } from '../tenant/index.ts';
import { dynamoSend, openArchives } from '../store/index.ts';
import { jsonLog } from '../server/index.ts';
import model from '../platform/generated/operator.json';

import { readConfiguration } from './configuration.ts';
import { createOperatorHandler } from './operator-handler.ts';
import { openPlatformParts } from './platform-parts.ts';

const configuration = readConfiguration(process.env, [
  'region',
  'controlTable',
  'archiveBucket',
  'cursorSecret',
  'userPoolId',
  'operatorPoolId',
  'operatorClientId',
  'metrics',
]);
const { region, controlTable, archiveBucket, operatorPoolId, operatorClientId } = configuration;
const log = jsonLog((line) => process.stdout.write(`${line}\n`), configuration.metrics);

/** Serves `/operator/graphql`. */
export const handler = createOperatorHandler({
  model,
  platform: openPlatformParts(
    configuration,
    dynamoSend({ region, table: controlTable }),
    openArchives({ region, bucket: archiveBucket }, null),
    log,
  ),
  verify: cognitoVerifier({ userPoolId: operatorPoolId, clientId: operatorClientId, needsTenant: false }),
  log,
});

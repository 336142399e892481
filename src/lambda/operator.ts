import { connectAhead } from '../store/index.ts';
import operatorModel from '../platform/generated/operator.json';

import { archiveParts } from './aws-parts.ts';
import { NO_FILES } from './no-files.ts';
import { PLATFORM, platformParts } from './aws-platform.ts';
import { readConfiguration } from './configuration.ts';
import { openOperator } from './functions/open-operator.ts';
import { openPlatform } from './functions/open-platform.ts';
import { traced } from './traced.ts';
import { withSecret } from './with-secret.ts';

const configuration = readConfiguration(process.env, [
  ...PLATFORM,
  'archiveBucket',
  'operatorPoolId',
  'operatorClientId',
]);
const { operatorPoolId: userPoolId, operatorClientId: clientId } = configuration;
connectAhead(configuration.region, ['dynamodb']);
const parts = {
  ...platformParts(configuration),
  ...archiveParts(configuration, null),
  filesOf: () => NO_FILES,
  scanFiles: false,
  operators: { userPoolId, clientId, fetchesAhead: true },
  operatorModel,
};

/** The Lambda function behind `/operator/graphql`. */
export const handler = traced(
  'operator',
  withSecret(parts.secret, openOperator(parts, openPlatform('operator', parts))),
);

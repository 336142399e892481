import { cognitoVerifier, orApiKey } from '../tenant/index.ts';
import { dynamoSend, openDirectory } from '../store/index.ts';

import { createAuthorizer } from './authorizer-handler.ts';
import { readConfiguration } from './configuration.ts';

const { region, controlTable, ...pool } = readConfiguration(process.env, [
  'region',
  'controlTable',
  'userPoolId',
  'clientId',
]);

/** The Lambda function that API Gateway asks before `/graphql`. */
export const handler = createAuthorizer(
  orApiKey(cognitoVerifier(pool), openDirectory(dynamoSend({ region, table: controlTable }))),
);

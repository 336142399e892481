import { cognitoVerifier } from '../tenant/index.ts';

import { createAuthorizer } from './authorizer-handler.ts';
import { readConfiguration } from './configuration.ts';

/** The Lambda function that API Gateway asks before `/graphql`. */
export const handler = createAuthorizer(
  cognitoVerifier(readConfiguration(process.env, ['userPoolId', 'clientId'])),
);

import { cognitoVerifier } from '../tenant/index.ts';

import { createAuthorizer } from './authorizer-handler.ts';
import { readConfiguration } from './configuration.ts';

const { operatorPoolId: userPoolId, operatorClientId: clientId } = readConfiguration(process.env, [
  'operatorPoolId',
  'operatorClientId',
]);

/** Authorizes requests to `/operator/graphql` for API Gateway. */
export const handler = createAuthorizer(cognitoVerifier({ userPoolId, clientId, needsTenant: false }));

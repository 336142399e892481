import { cognitoVerifier, orApiKey } from '../tenant/index.ts';
import { dynamoSend, openControl, openDirectory } from '../store/index.ts';
import plans from '../generated/plans.json';

import { createAuthorizer } from './authorizer-handler.ts';
import { readConfiguration } from './configuration.ts';
import { openTiers } from './gateway-tiers.ts';

const { region, controlTable, tierPrefix, ...pool } = readConfiguration(process.env, [
  'region',
  'controlTable',
  'tierPrefix',
  'userPoolId',
  'clientId',
]);
const send = dynamoSend({ region, table: controlTable });

/** Authorizes requests to `/graphql` for API Gateway. */
export const handler = createAuthorizer(
  orApiKey(cognitoVerifier(pool), openDirectory(send)),
  openTiers(tierPrefix, plans, openControl(send)),
);

import { connectAhead } from '../store/index.ts';
import plans from '../generated/plans.json';

import { CONTROL, controlParts } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import { openAuthorizer } from './functions/open-authorizer.ts';
import { traced } from './traced.ts';

const configuration = readConfiguration(process.env, [...CONTROL, 'tierPrefix', 'userPoolId', 'clientId']);
const { region, tierPrefix } = configuration;
connectAhead(region, ['dynamodb']);

/** The Lambda function that API Gateway asks before `/graphql`. */
export const handler = traced(
  'authorizer',
  openAuthorizer({
    ...controlParts(configuration),
    users: { ...configuration, fetchesAhead: true },
    plans,
    tierPrefix,
    now: Date.now,
  }),
);

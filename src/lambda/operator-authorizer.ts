import { readConfiguration } from './configuration.ts';
import { openOperatorAuthorizer } from './functions/open-operator-authorizer.ts';
import { traced } from './traced.ts';

const { operatorPoolId: userPoolId, operatorClientId: clientId } = readConfiguration(process.env, [
  'operatorPoolId',
  'operatorClientId',
]);

/** The Lambda function that API Gateway asks before `/operator/graphql`. */
export const handler = traced(
  'operator-authorizer',
  openOperatorAuthorizer({ operators: { userPoolId, clientId, fetchesAhead: true } }),
);

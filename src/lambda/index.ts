export { cognitoIdentities } from './cognito-identities.ts';
export { createAuthorizer } from './authorizer-handler.ts';
export { gatewayResponses, type GatewayResponses } from './gateway-responses.ts';
export { createGraphqlHandler, type GraphqlOptions } from './graphql-handler.ts';
export { openJobParts, type JobPartsOptions } from './job-parts.ts';
export { createJobsHandler, resumeTenantDeletes } from './jobs-handler.ts';
export { createPreTokenGeneration } from './pre-token-generation.ts';
export { createOperatorHandler, type OperatorOptions } from './operator-handler.ts';
export type { ProxyHandler } from './proxy-handler.ts';

/**
 * The region and the ids of the laptop's cloud. They look like those of AWS, so that the code needs no
 * special case.
 */
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
/** The id of the WebSocket API. */
export const SOCKET_API_ID = 'sockets';
export const USER_POOL_ID = 'us-east-1_LOCAL0001';
export const CLIENT_ID = 'tenantql0local0client0001';
/** The id of the identity pool, by which browsers reach their tenant's files. */
export const IDENTITY_POOL_ID = 'us-east-1:10ca1000-0000-4000-8000-000000000001';
export const STAGE = 'api';
export const ENDPOINT_PATH = `/${STAGE}/graphql`;
/** The path of the REST API. */
export const REST_PATH = `/${STAGE}/rest`;
/** The page with the reference of the REST API. */
export const REST_PAGE = '/rest';

/** Prefix of the API keys of this stage's tiers. */
export const TIER_PREFIX = 'local';

/** The ids of the operators' plane: a pool, a client and an API of its own. */
export const OPERATOR_POOL_ID = 'us-east-1_LOCAL0002';
export const OPERATOR_CLIENT_ID = 'tenantql0operator0client1';
export const OPERATOR_STAGE = 'operator';
export const OPERATOR_ENDPOINT_PATH = `/${OPERATOR_STAGE}/graphql`;
/** Path of GraphiQL for operators. */
export const OPERATOR_PAGE = '/operator';

/** The identity of the laptop's cloud. It looks like AWS, so that no code needs to know the difference. */
export const REGION = 'us-east-1';
export const USER_POOL_ID = 'us-east-1_LOCAL0001';
export const CLIENT_ID = 'tenantql0local0client0001';
export const STAGE = 'api';
export const ENDPOINT_PATH = `/${STAGE}/graphql`;

/** What tells the gateway's keys of this machine's stage from those of others. */
export const TIER_PREFIX = 'local';

/** The identity of the operators' plane: a pool, a client and an API of its own. */
export const OPERATOR_POOL_ID = 'us-east-1_LOCAL0002';
export const OPERATOR_CLIENT_ID = 'tenantql0operator0client1';
export const OPERATOR_STAGE = 'operator';
export const OPERATOR_ENDPOINT_PATH = `/${OPERATOR_STAGE}/graphql`;
/** Where GraphiQL is for operators. */
export const OPERATOR_PAGE = '/operator';

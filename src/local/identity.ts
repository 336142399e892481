/** The identity of the laptop's cloud. It looks like AWS, so that no code needs to know the difference. */
export const REGION = 'us-east-1';
export const USER_POOL_ID = 'us-east-1_LOCAL0001';
export const CLIENT_ID = 'tenantql0local0client0001';
export const STAGE = 'api';
export const ENDPOINT_PATH = `/${STAGE}/graphql`;

/** Tokens travel in a header and never in cookies, so any origin may ask. */
export const CORS = {
  allowOrigins: ['*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: [
    'accept',
    'authorization',
    'content-type',
    'x-amz-user-agent',
    'x-apollo-operation-name',
    'x-error-format',
  ],
  maxAgeSeconds: 600,
};

/** How long the gateway keeps an authorizer's answer, in seconds; the same on AWS. */
export const AUTHORIZER_TTL = 60;

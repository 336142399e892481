export {
  ACCOUNT,
  CLIENT_ID,
  ENDPOINT_PATH,
  IDENTITY_POOL_ID,
  OPERATOR_CLIENT_ID,
  OPERATOR_ENDPOINT_PATH,
  OPERATOR_PAGE,
  OPERATOR_POOL_ID,
  OPERATOR_STAGE,
  REGION,
  REST_PAGE,
  REST_PATH,
  SOCKET_API_ID,
  STAGE,
  TIER_PREFIX,
  USER_POOL_ID,
} from './identity.ts';
export { evolveDirectory } from './evolve-directory.ts';
export { bringOverDirectory, requireFormat } from './bring-over-directory.ts';
export { formerNamesOf, namesOf } from './names.ts';
export { findDynamoDb, findServer, forgetServer, recordServer } from './running-server.ts';
export {
  BUCKETS,
  FILE_EVENTS,
  EVENTS,
  FORMAT,
  MAILBOX,
  STREAMS,
  openSettings,
  OPERATORS,
  resetSettings,
  type Settings,
  TLS,
  USERS,
} from './settings.ts';
export { openIam, type IamOptions, type LocalIam, type LocalTables, type Roles } from './open-iam.ts';

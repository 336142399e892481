export { guardDynamoDb, type GuardOptions } from './guard.ts';
export { bytesOf, respond, type SdkHandler, type SdkRequest } from './http.ts';
export { denial, openJudge, type Judge, type Signer } from './judge.ts';
export { keyRequests, type KeyRequests, type KeyUse } from './key-requests.ts';
export { iamRequests, type TableNames } from './dynamodb-requests.ts';
export { evaluate } from './evaluate.ts';
export type { IamRequest, PolicyDocument, Statement, Verdict } from './policy.ts';
export { openSessions, type Role, type SessionCredentials, type Sessions } from './sessions.ts';
export {
  openIam,
  type FunctionRole,
  type IamOptions,
  type LocalIam,
  type LocalTables,
  type Roles,
} from './open-iam.ts';
export { localSts } from './sts.ts';

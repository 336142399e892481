export { guardDynamoDb, type GuardOptions } from './guard.ts';
export { iamRequests, type TableNames } from './dynamodb-requests.ts';
export { evaluate } from './evaluate.ts';
export type { IamRequest, PolicyDocument, Statement, Verdict } from './policy.ts';
export { openSessions, type Role, type SessionCredentials, type Sessions } from './sessions.ts';
export { openIam, type FunctionRole, type IamOptions, type LocalTables, type LocalIam } from './open-iam.ts';
export { localSts } from './sts.ts';

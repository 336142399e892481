export { guardDynamoDb, type GuardOptions } from './guard.ts';
export { bodyOf, bytesOf, respond, type SdkHandler, type SdkRequest } from './http.ts';
export { denial, openJudge, type Judge, type Signer } from './judge.ts';
export { parameterOf, SignatureFailure, type Signature, type SignedRequest } from './read-signature.ts';
export { signedAt } from './verify-signature.ts';
export { keyRequests, type KeyRequests, type KeyUse } from './key-requests.ts';
export type { TableNames } from './dynamodb-requests.ts';
export { evaluate } from './evaluate.ts';
export {
  listOf,
  type IamRequest,
  type OneOrMore,
  type PolicyDocument,
  type Statement,
  type Verdict,
} from './policy.ts';
export { openSessions, type Role, type SessionCredentials, type Sessions } from './sessions.ts';
export { isTrusted, tagContext } from './is-trusted.ts';
export { localSts } from './sts.ts';

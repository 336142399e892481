export type { Caller } from './caller.ts';
export { TENANT_CLAIM, TENANTS_CLAIM, type VerifiedClaims } from './claims.ts';
export type { Directory, Membership, TenantRecord } from './directory.ts';
export { LOOK_UP_TTL, openGate, type Gate } from './gate.ts';
export { jobScope } from './job-scope.ts';
export { Refusal, refusals, type FieldProblem, type RefusalCode } from './refusal.ts';
export { Scope } from './scope.ts';
export { TENANT_ID_PATTERN, type TenantId } from './tenant-id.ts';
export { bearerToken, cognitoVerifier, type VerifyToken } from './verify-token.ts';

export { hashSecret, newApiKey } from './api-key.ts';
export { boundedMap, type BoundedMap } from './bounded-map.ts';
export type { Actor, Caller } from './caller.ts';
export {
  EMAIL_CLAIM,
  GROUPS_CLAIM,
  SIGNED_IN_AFTER_CLAIM,
  TENANT_CLAIM,
  TENANT_HEADER,
  TENANTS_CLAIM,
  type VerifiedClaims,
} from './claims.ts';
export {
  isGone,
  newTenant,
  type ApiKeyRecord,
  type Directory,
  type Impersonation,
  type Isolation,
  type Membership,
  type Memberships,
  type Overrides,
  type RoleRecord,
  type Suspension,
  type TenantRecord,
  type TenantSettings,
  type TenantStatus,
} from './directory.ts';
export {
  LOOK_UP_TTL,
  openGate,
  type AdmitOptions,
  type Gate,
  type GateOptions,
  type OnRefused,
  type RefusedEntry,
} from './gate.ts';
export { IDEMPOTENCY_HEADER, parseIdempotencyKey } from './idempotency-key.ts';
export { jobScope, NoTenant, type RecordJobScope } from './job-scope.ts';
export { orAborted } from './or-aborted.ts';
export { inParallel } from './in-parallel.ts';
export { timeLimit } from './time-limit.ts';
export { BEING_MOVED, isDeferredByMove, requireNotMoving } from './moving.ts';
export { isRefusal, Refusal, refusals, type FieldProblem, type RefusalCode } from './refusal.ts';
export {
  BUILT_IN_ROLES,
  covers,
  holds,
  isBuiltInRole,
  narrowed,
  PERMISSION_PATTERN,
  permissionsOfRole,
  rightsOf,
  rowSubject,
  withinBound,
  type Rights,
} from './rights.ts';
export { hasExpired, savedCaller, type SavedCaller, savedUserId } from './saved-caller.ts';
export { Scope } from './scope.ts';
export { shortened } from './shortened.ts';
export { TENANT_ID_PATTERN, type TenantId } from './tenant-id.ts';
export { ttlCache } from './ttl-cache.ts';
export { keyIdOf, orApiKey, userIdOfKey } from './verify-key.ts';
export { isReservedUsername, requirePlainUsername } from './username.ts';
export { bearerToken, cognitoVerifier, type VerifierOptions, type VerifyToken } from './verify-token.ts';

export type { Caller } from './caller.ts';
export type { Directory, Membership, TenantRecord } from './directory.ts';
export { Refusal, refusals, type FieldProblem, type RefusalCode } from './refusal.ts';
export { Scope } from './scope.ts';
export type { TenantId } from './tenant-id.ts';

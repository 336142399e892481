export { AppRefusal, asAppRefusal, refuse, type Refuse, type RefuseCode } from './app-refusal.ts';
export { NotAuthorized, notAuthorized } from './auth/refuse.ts';
export { decide, decideType, type Decision } from './auth/decide.ts';
export { checkResolvers, customFields, optionalFields, unanswered } from './check-resolvers.ts';
export { compile, type CompileOptions } from './compile.ts';
export type { Context } from './context.ts';
export type { Files } from './files.ts';
export { permitField } from './fields/guarded.ts';
export { once, reusedKey, type Once } from './fields/once.ts';
export type { CustomResolver, CustomResolvers } from './custom-resolvers.ts';
export {
  infoOfSchedules,
  type CustomSchedule,
  type CustomSchedules,
  type ScheduleInfo,
  type ScheduleRunContext,
  type TypedSchedule,
} from './custom-schedules.ts';
export {
  openTenantStore,
  type ListOptions,
  type ResolverTable,
  type TenantStore,
  type TransactionTables,
} from './tables/open-tables.ts';
export { newId } from '../store/port/index.ts';
export { costKindOf, type CostKind } from './cost-kind.ts';
export type { Person } from './auth/owner.ts';
export type { Members } from './auth/find-person.ts';
export { settleOwners } from './rows/settle-owners.ts';
export { keyRef } from './types/key-arguments.ts';
export { DEFAULT_LIMIT, MAX_LIMIT } from './tables/table.ts';
export type { OnCreate } from './tables/writer.ts';
export { permitFile } from './tables/permit-file.ts';
export { sweepDeleted, type Swept } from './tables/sweep.ts';
export { findInterruptedDeletes, resumeDeletes, type InterruptedDeletes } from './tables/delete-job.ts';
export type { FilterInput } from './tables/read-filter.ts';
export type { KeyCondition } from './tables/read-range.ts';
export type * from './tables/typed-table.ts';
export type { SubscriptionEvent } from './subscriptions/event.ts';
export { mayHear, requireListen, wants } from './subscriptions/listen.ts';
export { planSubscription, type SubscriptionPlan } from './subscriptions/plan.ts';
export { heardTopics, topicsOf } from './subscriptions/sources.ts';
export { checkValue, type Report } from './rows/check-value.ts';
export { inDependencyOrder, typesInOrder, type TypedRow } from './rows/in-dependency-order.ts';

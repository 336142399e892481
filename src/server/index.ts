export { createArmingServer, type ArmOperation } from './create-arming-server.ts';
export { createServer } from './create-server.ts';
export { executeIn, type Execute, type ExecutedOperation, type OperationRequest } from './execute-in.ts';
export { MAX_BODY } from './max-body.ts';
export { rateLimitHeaders } from './rate-limit-headers.ts';
export { describeError, jsonLog, logLimitTrouble, type Log, type LogEntry } from './log.ts';
export { openLeaseAhead } from './lease-ahead.ts';
export { contextOf, type RequestContext, type ScopeOptions, type ScopeRequest } from './context-of.ts';
export { deadlineOf, openContext, type ContextOptions, type RequestInfo } from './open-context.ts';
export type { ServerContext } from './server-context.ts';
export { asAppSync, type AppSyncError } from './plugins/appsync-errors.ts';
export { auditRefusals } from './plugins/audit-refusals.ts';
export { isTooDeep } from './plugins/variable-depth.ts';
export { requestRefusal, shownRefusal } from './api-error.ts';
export { shownResult } from './shown-result.ts';
export { noSubscriptions } from './plugins/no-subscriptions.ts';
export { recordRefused } from './record-refused.ts';
export { refuseRequest } from './refuse-request.ts';
export { requireSureFields } from './require-sure-fields.ts';
export { auditImpersonation } from './plugins/audit-impersonation.ts';
export {
  openOperatorContext,
  type OperatorContextOptions,
  type OperatorRequestContext,
} from './open-operator-context.ts';
export { logRequest } from './log-request.ts';
export type { MetricName } from './metrics.ts';
export { GRAPHQL_RESPONSE_TYPE, JSON_TYPE, prefersGraphqlResponse } from './media-type.ts';
export { withinDeadline } from './within-deadline.ts';

export { cognitoIdentities } from './cognito-identities.ts';
export { createAuthorizer } from './authorizer-handler.ts';
export { GET_CACHE_KEY, isCacheTime, MAX_CACHE_SECONDS } from './gateway-cache.ts';
export { gatewayResponses, type GatewayResponses } from './gateway-responses.ts';
export { AUTHORIZER_TTL, corsWith, isHeaderName, TENANT_PATHS } from './gateway-settings.ts';
export { ROUTE_SELECTION, SOCKET_ROUTES, SOCKET_SCHEDULE_MINUTES, SOCKET_STAGE } from './gateway-sockets.ts';
export {
  openTiers,
  STAGE_THROTTLE,
  tierKey,
  tierProblems,
  tierThrottles,
  type Throttle,
} from './gateway-tiers.ts';
export type { FunctionName, TenantFunction } from './function-names.ts';
export { createPostConfirmation } from './post-confirmation-handler.ts';
export { createPreSignUp } from './pre-sign-up-handler.ts';
export { createChangesHandler, type ChangesEvent } from './changes-handler.ts';
export { createWorkHandler, type WorkEvent } from './work-handler.ts';
export { createWebhooksHandler, type WebhooksHandler } from './webhooks-handler.ts';
export { createPreTokenGeneration } from './pre-token-generation.ts';
export { openSystem, type Handlers, type SharedParts, type System } from './open-system.ts';
export type { SocketEvent, SocketHandler, SocketResult } from './socket-events.ts';
export { sqsWorkQueues } from './sqs-work-queue.ts';
export type { SystemParts } from './system-parts.ts';
export { triggerHooks, type TriggerHooks } from './trigger-hooks.ts';

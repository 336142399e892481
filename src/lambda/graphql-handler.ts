import { currentTrace } from '../store/index.ts';
import type { CustomResolvers } from '../engine/index.ts';
import { recordLastUse, openAuditRecorder } from '../platform/index.ts';
import {
  noSubscriptions,
  auditImpersonation,
  createServer,
  describeError,
  executeIn,
  openContext,
  openLeaseAhead,
  auditRefusals,
  type ContextOptions,
  type RequestContext,
  type RequestInfo,
} from '../server/index.ts';

import { createProxyHandler, type ProxyHandler } from './proxy-handler.ts';
import { createRestHandler, isRest, openLater } from './rest-handler.ts';
import { tenantSchema } from './tenant-schema.ts';

export interface GraphqlOptions extends Omit<ContextOptions, 'recorder' | 'recordLastUse' | 'leaseAhead'> {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API, for clients with types generated from it. */
  readonly compat?: boolean;
}

/**
 * Creates the Lambda handler of `/graphql` and `/rest`. It compiles the schema once per process. Each event opens its own
 * context, so that requests share no data.
 * @example
 * ```ts
 * export const handler = createGraphqlHandler(graphqlOptions);
 * ```
 */
export function createGraphqlHandler(options: GraphqlOptions): ProxyHandler {
  const { platform, resolvers, compat = false, log } = options;
  const schema = tenantSchema(platform, resolvers, compat);
  const recorder = openAuditRecorder(platform.control, platform.now, (error) => {
    log({ level: 'error', message: 'audit: an event was not written', ...describeError(error) });
  });
  const server = createServer<RequestContext>(schema, log, [
    noSubscriptions,
    auditImpersonation,
    auditRefusals(recorder),
  ]);
  const context = {
    ...options,
    recorder,
    recordLastUse: recordLastUse(platform.control, platform.now),
    leaseAhead: openLeaseAhead(options.limiter),
  };
  const open = async (request: RequestInfo): Promise<RequestContext> => {
    const opened = await openContext(context, request);
    const { tenantId, tenant } = opened.scope;
    currentTrace()?.describe({ tenant: tenantId, plan: tenant.plan });
    return opened;
  };
  const handler = createProxyHandler(server, open, { log, now: platform.now });
  const rest = openLater(async () => {
    const { openRest } = await import('../rest/index.ts');
    const { model, now } = platform;
    return openRest({ model, schema, open, now, execute: executeIn(server) });
  });
  const restHandler = createRestHandler(rest, { log });
  return async (event, context) => {
    try {
      return await (isRest(event) ? restHandler : handler)(event, context);
    } finally {
      // Lambda freezes the process after an answer. A call that is cut off there fails much later, or never.
      await Promise.all([options.limiter?.idle(), recorder.idle()]);
    }
  };
}

import { currentTrace } from '../store/index.ts';
import { compile, type CustomResolvers } from '../engine/index.ts';
import {
  appResolvers,
  countWork,
  mergeResolvers,
  recordLastUse,
  openAuditRecorder,
  platformResolversFor,
  type MeteredRequest,
} from '../platform/index.ts';
import {
  auditImpersonation,
  createServer,
  describeError,
  openContext,
  openLeaseAhead,
  auditRefusals,
  type ContextOptions,
  type RequestContext,
  type RequestInfo,
} from '../server/index.ts';

import { createProxyHandler, type Answered, type ProxyHandler } from './proxy-handler.ts';

export interface GraphqlOptions extends Omit<ContextOptions, 'recorder' | 'recordLastUse' | 'leaseAhead'> {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API, for clients with types generated from it. */
  readonly compat?: boolean;
}

/**
 * Creates the Lambda handler of `/graphql`. It compiles the schema once per process. Each event opens its own
 * context, so that requests share no data.
 * @example
 * ```ts
 * export const handler = createGraphqlHandler(graphqlOptions);
 * ```
 */
export function createGraphqlHandler(options: GraphqlOptions): ProxyHandler {
  const { platform, resolvers, compat = false, log } = options;
  const all = mergeResolvers(platformResolversFor(platform.model), appResolvers(resolvers));
  const schema = countWork(compile(platform.model, all, { compat }));
  const recorder = openAuditRecorder(platform.control, platform.now, (error) => {
    log({ level: 'error', message: 'audit: an event was not written', ...describeError(error) });
  });
  const server = createServer<RequestContext>(schema, log, [auditImpersonation, auditRefusals(recorder)]);
  const context = {
    ...options,
    recorder,
    recordLastUse: recordLastUse(platform.control, platform.now),
    leaseAhead: openLeaseAhead(options.limiter),
  };
  const open = (request: RequestInfo): Promise<RequestContext> => openContext(context, request);
  const handler = createProxyHandler(server, open, log, (answered) => {
    const { tenantId, tenant } = answered.context.scope;
    currentTrace()?.describe({ tenant: tenantId, plan: tenant.plan });
    platform.meter.record(meteredRequest(answered));
  });
  // Lambda freezes the process after an answer. A call that is cut off there fails much later, or never.
  const finish = async (): Promise<void> => {
    await Promise.all([options.limiter?.idle(), recorder.idle()]);
  };
  return (event, context) => platform.meter.alongside(() => handler(event, context), finish);
}

function meteredRequest({ context, status, bytes, ms }: Answered<RequestContext>): MeteredRequest {
  const { scope, outcome, meter, consumed } = context;
  const { rcu, wcu, rowsRead, rowsWritten } = consumed;
  return {
    tenantId: scope.tenantId,
    operation: outcome.operation,
    used: {
      requests: 1,
      errors: outcome.failed || status >= 400 ? 1 : 0,
      cost: meter?.cost() ?? 0,
      rcu,
      wcu,
      ms: Math.ceil(ms),
      bytes,
      rowsRead,
      rowsWritten,
    },
  };
}

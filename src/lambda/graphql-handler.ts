import { compile, type CustomResolvers } from '../engine/index.ts';
import { appResolvers, mergeResolvers, noteUses, platformResolvers } from '../platform/index.ts';
import {
  auditImpersonation,
  createServer,
  openContext,
  type ContextOptions,
  type RequestContext,
} from '../server/index.ts';

import { createProxyHandler, type ProxyHandler } from './proxy-handler.ts';

export interface GraphqlOptions extends Omit<ContextOptions, 'noteUse'> {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API, for clients whose types were generated from it. */
  readonly compat?: boolean;
}

/**
 * The Lambda behind `/graphql`. The schema is compiled here, once a process; each event opens its own context,
 * so that nothing of one request is seen by the next.
 */
export function createGraphqlHandler(options: GraphqlOptions): ProxyHandler {
  const { platform, resolvers, compat = false, log } = options;
  const schema = compile(platform.model, mergeResolvers(platformResolvers, appResolvers(resolvers)), {
    compat,
  });
  const server = createServer<RequestContext>(schema, log, [auditImpersonation]);
  const context = { ...options, noteUse: noteUses(platform.control, platform.now) };
  return createProxyHandler(server, (request) => openContext(context, request), log);
}

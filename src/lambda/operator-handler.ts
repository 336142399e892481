import type { Model } from '../model/index.ts';
import { compile, type Context } from '../engine/index.ts';
import { operatorResolvers } from '../platform/index.ts';
import {
  createServer,
  openOperatorContext,
  type OperatorContextOptions,
  type OperatorRequestContext,
} from '../server/index.ts';

import { createProxyHandler, type ProxyHandler } from './proxy-handler.ts';

export interface OperatorOptions extends OperatorContextOptions {
  /** The model of schema/operator. */
  readonly model: Model;
}

/** The Lambda behind `/operator/graphql`: a plane of its own, with a user pool and a role of its own. */
export function createOperatorHandler(options: OperatorOptions): ProxyHandler {
  const schema = compile(options.model, operatorResolvers, {
    // The engine knows the tenant plane's context; on this plane the operator takes the caller's place.
    rightsOf: (context: Context) => (context as unknown as OperatorRequestContext).operator.rights,
  });
  const server = createServer<OperatorRequestContext>(schema, options.log);
  return createProxyHandler(server, (request) => openOperatorContext(options, request), options.log);
}

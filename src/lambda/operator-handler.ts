import type { Model } from '../model/index.ts';
import { compile, type Context } from '../engine/index.ts';
import { countWork, operatorResolvers } from '../platform/index.ts';
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

/**
 * Creates the Lambda handler of `/operator/graphql`. This plane has a user pool and an IAM role of its own.
 */
export function createOperatorHandler(options: OperatorOptions): ProxyHandler {
  const compiled = compile(options.model, operatorResolvers, {
    // The engine expects the context of the tenants' plane. On this plane the operator's rights replace the
    // caller's.
    rightsOf: (context: Context) => (context as unknown as OperatorRequestContext).operator.rights,
  });
  const server = createServer<OperatorRequestContext>(countWork(compiled), options.log);
  // Operators belong to no tenant, so no usage is counted.
  return createProxyHandler(server, (request) => openOperatorContext(options, request), options.log, null);
}

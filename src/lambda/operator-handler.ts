import type { Model } from '../model/index.ts';
import { compile, type Context } from '../engine/index.ts';
import { countWork, operatorResolvers } from '../platform/index.ts';
import {
  createServer,
  openOperatorContext,
  type OperatorContextOptions,
  type OperatorRequestContext,
  type RequestInfo,
} from '../server/index.ts';

import { createProxyHandler, type ProxyHandler } from './proxy-handler.ts';

/** Maximum bytes of an operator's request: that of a file of an archive, 4 MB in base64. Lambda accepts 6 MB. */
const MAX_BODY = 5_500_000;

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
  const open = (request: RequestInfo): Promise<OperatorRequestContext> =>
    openOperatorContext(options, request);
  const { log, platform } = options;
  return createProxyHandler(server, open, { log, now: platform.now }, MAX_BODY);
}

import { traceInvocation } from '../store/index.ts';

import type { FunctionName } from './function-names.ts';

type Handler<Given extends unknown[], Answer> = (...given: Given) => Promise<Answer>;

/**
 * Wraps the handler of a function, so that the traces that X-Ray samples hold its calls of DynamoDB and STS. Lambda writes
 * the trace of each invocation into the environment.
 */
export function traced<Given extends unknown[], Answer>(
  name: FunctionName,
  handler: Handler<Given, Answer>,
): Handler<Given, Answer> {
  return (...given) => {
    const { _X_AMZN_TRACE_ID: header, AWS_XRAY_DAEMON_ADDRESS: daemon } = process.env;
    return traceInvocation(name, { header, daemon }, () => handler(...given));
  };
}

import type { Context } from 'aws-lambda';

/** Where and until when a function runs. */
export interface Invocation {
  readonly functionName: string;
  readonly region: string;
  readonly accountId: string;
  readonly requestId: string;
  /** The moment, in milliseconds since the epoch, at which nobody waits for the answer any more. */
  readonly deadline: number;
  readonly now: () => number;
}

/** Makes the context object that Lambda hands to a handler (Lambda guide, "Node.js context"). */
export function lambdaContext(invocation: Invocation): Context {
  const { functionName, region, accountId, requestId, deadline, now } = invocation;
  const day = new Date(now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `${day}/[$LATEST]local`,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
    // done, fail and succeed are typed but gone since the runtime of Node.js 24.
  } satisfies Omit<Context, 'done' | 'fail' | 'succeed'> as Context;
}

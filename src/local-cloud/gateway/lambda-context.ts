import type { Context } from 'aws-lambda';

/** The place and the deadline of a call. */
export interface Invocation {
  readonly functionName: string;
  readonly region: string;
  readonly accountId: string;
  readonly requestId: string;
  /** The time, in milliseconds since 1970, when the caller stops waiting. */
  readonly deadline: number;
  readonly now: () => number;
}

/** Creates the context object that Lambda passes to a handler (Lambda guide, "Node.js context"). */
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
    // The types have done, fail and succeed, but the runtime of Node.js 24 removed them.
  } satisfies Omit<Context, 'done' | 'fail' | 'succeed'> as Context;
}

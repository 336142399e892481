import type { IncomingMessage, ServerResponse } from 'node:http';

import { gatewayErrors, writeAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { createAuthorizer } from './authorizer.ts';
import type { AuthorizerOptions } from './authorizer.ts';
import { describeProblem } from './describe-problem.ts';
import { openRequestIds } from './event.ts';
import type { Api, RequestIds } from './event.ts';
import { integrationTimeoutMs } from './limits.ts';
import { pathOf } from './request-target.ts';
import { customised, type GatewayResponses } from './customised.ts';
import { respond } from './respond.ts';
import { openResponseCache, type ResponseCacheOptions } from './response-cache.ts';
import type { Route } from './route.ts';
import { openThrottles, type Throttle } from './throttle.ts';

export interface GatewayOptions extends Api {
  readonly routes: readonly Route[];
  /** Stands before the routes that are `authorized`. */
  readonly authorizer?: AuthorizerOptions;
  /** What the stage lets through in all; unbounded unless told. */
  readonly throttle?: Throttle;
  /** What those who share an API key may ask, by its value; with it the authorizer has to name one (`apiKeySource`). */
  readonly usagePlans?: Readonly<Record<string, Throttle>>;
  /** Keeps answers to GETs. */
  readonly cache?: ResponseCacheOptions;
  /** How long a handler, and before it the authorizer, may take: 29 s unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds since the epoch, for the cache and the times in events. */
  readonly now?: () => number;
  /** What clients get in place of the gateway's own errors, by response type. */
  readonly responses?: GatewayResponses;
  /** Gets a line for each request, and one for each failure with its reason. */
  readonly log?: (line: string) => void;
}

/** Serves a request below `/<stage>`; false, with nothing touched, when it is for someone else. Never throws. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * A REST API of API Gateway with Lambda proxy integrations, in this process: the same events, limits and errors
 * as on AWS, so that the handlers need not know where they run. Throws on options that AWS would refuse.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { routes, now = Date.now, log = () => undefined, timeoutMs = integrationTimeoutMs } = options;
  const base = `/${options.stage}`;
  const unguarded = routes.find((route) => route.authorized);
  if (unguarded !== undefined && options.authorizer === undefined) {
    throw new Error(
      `The route "${unguarded.path}" is authorized, but the gateway has no authorizer: give it one.`,
    );
  }
  const authorize = options.authorizer && createAuthorizer(options.authorizer, timeoutMs, now);
  const admit = openThrottles(options.throttle, options.usagePlans, now);
  const answers = options.cache && openResponseCache(options.cache, now);

  return async (request, response) => {
    const target = pathOf(request.url ?? '/');
    if (target === null || !(target === base || target.startsWith(`${base}/`))) return false;
    const receivedAt = now();
    const ids = openRequestIds(request, receivedAt);
    const method = request.method ?? 'GET';
    const exchange = { ...options, authorize, admit, answers, now, log, timeoutMs, receivedAt, ids };
    let sent = await respond(exchange, request, target.slice(base.length) || '/').catch(
      (problem: unknown) => {
        log(`${method} ${target} failed: ${describeProblem(problem)}`);
        return gatewayErrors.badGateway;
      },
    );
    if (sent === 'aborted') {
      log(`${method} ${target} was abandoned by the client before its body ended.`);
      return true;
    }
    try {
      writeAnswer(response, identified(customised(sent, options.responses, ids.requestId), ids));
    } catch (problem) {
      log(`${method} ${target} answered with a header that cannot be sent: ${describeProblem(problem)}`);
      sent = gatewayErrors.badGateway;
      writeAnswer(response, identified(sent, ids));
    }
    log(`${method} ${target} ${sent.status} ${now() - receivedAt} ms ${ids.requestId}`);
    return true;
  };
}

function identified(answer: Answer, ids: RequestIds): Answer {
  return {
    ...answer,
    headers: [
      ...answer.headers,
      ['x-amzn-requestid', ids.requestId],
      ['x-amz-apigw-id', ids.extendedRequestId],
      ['x-amzn-trace-id', ids.traceId],
    ],
  };
}

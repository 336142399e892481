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
  /** The authorizer of the routes that are `authorized`. */
  readonly authorizer?: AuthorizerOptions;
  /** The stage's throttle. By default there is none. */
  readonly throttle?: Throttle;
  /** Throttles of usage plans by API key. With them the authorizer must return a key (`apiKeySource`). */
  readonly usagePlans?: Readonly<Record<string, Throttle>>;
  /** Caches answers to GETs. */
  readonly cache?: ResponseCacheOptions;
  /** Time limit of a handler, and of the authorizer. The default is 29 s. */
  readonly timeoutMs?: number;
  /** Returns milliseconds since 1970, for the cache and the times in events. */
  readonly now?: () => number;
  /** Responses that replace the gateway's own errors, by response type. */
  readonly responses?: GatewayResponses;
  /** Receives a line for each request, and one for each failure with its reason. */
  readonly log?: (line: string) => void;
}

/**
 * A handler of requests below `/<stage>`. It returns false, without touching the request, for other paths.
 * Never throws.
 */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * Creates a REST API of API Gateway with Lambda proxy integrations in this process. Events, limits and errors
 * are as on AWS, so handlers need not know where they run.
 * @throws {Error} for options that AWS would refuse
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
      writeAnswer(
        response,
        identified(
          customised(sent, options.responses, { requestId: ids.requestId, accept: request.headers.accept }),
          ids,
        ),
      );
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

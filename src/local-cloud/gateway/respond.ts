import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { APIGatewayProxyEvent } from 'aws-lambda';

import { gatewayErrors } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Authorizer } from './authorizer.ts';
import { preflight } from './cors.ts';
import { describeProblem } from './describe-problem.ts';
import { authorizerEvent, proxyEvent } from './event.ts';
import type { Api, AuthorizerContext, Call, RequestIds } from './event.ts';
import { invoke } from './invoke.ts';
import { lambdaContext } from './lambda-context.ts';
import { exceedsHeaderLimit, exceedsInvocationLimit, maxBodyBytes } from './limits.ts';
import { readProxyResult } from './proxy-result.ts';
import { readBody } from './request-body.ts';
import { readQuery } from './request-target.ts';
import type { ResponseCache } from './response-cache.ts';
import { chooseRoute, matchResource } from './route.ts';
import type { Route } from './route.ts';
import type { Admit } from './throttle.ts';

/** One request at one gateway. */
export interface Exchange extends Api {
  readonly routes: readonly Route[];
  readonly authorize: Authorizer | undefined;
  readonly admit: Admit;
  readonly answers: ResponseCache | undefined;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly timeoutMs: number;
  readonly receivedAt: number;
  readonly ids: RequestIds;
}

/** Answers a request: checks each gate in turn, then calls the handler. */
export async function respond(
  exchange: Exchange,
  request: IncomingMessage,
  path: string,
): Promise<Answer | 'aborted'> {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  if (exceedsHeaderLimit(`${method} ${url} HTTP/${httpVersion}`, rawHeaders))
    return gatewayErrors.headersTooLong;

  const resource = matchResource(exchange.routes, path);
  if (resource === null) return gatewayErrors.unknownRoute;
  const cors = resource.routes.find((route) => route.cors !== undefined)?.cors;
  const own = resource.routes.some((route) => route.method === 'OPTIONS');
  if (method === 'OPTIONS' && cors !== undefined && !own) return preflight(cors, request);
  const route = chooseRoute(resource, method);
  if (route === null) return gatewayErrors.unknownRoute;

  const { parameters } = resource;
  const query = readQuery(url);
  if (parameters === null || query === null) return gatewayErrors.badRequest;
  const body = await readBody(request, maxBodyBytes);
  if (body === 'aborted') return 'aborted';
  if (body === 'too-long') return gatewayErrors.requestTooLong;

  const { ids, receivedAt } = exchange;
  const call: Call = { request, ids, receivedAt, path, resource: resource.path, parameters, query };
  const decision = await authorizeCall(exchange, call, route);
  if (decision.kind === 'refused') return decision.answer;
  const { context, usageKey } = decision;
  const throttled = exchange.admit(usageKey);
  if (throttled) return throttled;
  const event = proxyEvent(exchange, call, body, context, usageKey);
  const ask = (): Promise<Answer> => callHandler(exchange, route, event);
  return exchange.answers && route.cached !== false ? exchange.answers.serve(event, ask) : ask();
}

async function authorizeCall(
  exchange: Exchange,
  call: Call,
  route: Route,
): Promise<
  | {
      readonly kind: 'allowed';
      readonly context: AuthorizerContext | undefined;
      readonly usageKey: string | undefined | null;
    }
  | { readonly kind: 'refused'; readonly answer: Answer }
> {
  if (!route.authorized || exchange.authorize === undefined)
    return { kind: 'allowed', context: undefined, usageKey: null };
  const decision = await exchange.authorize(
    authorizerEvent(exchange, call),
    contextFor(exchange, 'authorizer'),
  );
  if (decision.kind === 'refused' && decision.reason !== undefined) {
    exchange.log(`The authorizer failed: ${decision.reason}`);
  }
  return decision;
}

async function callHandler(exchange: Exchange, route: Route, event: APIGatewayProxyEvent): Promise<Answer> {
  const name = `${route.method} ${route.path}`;
  if (exceedsInvocationLimit(event)) return gatewayErrors.requestTooLong;
  const context = contextFor(exchange, functionNameOf(route));
  const outcome = await invoke(() => route.handler(event, context), exchange.timeoutMs);
  switch (outcome.kind) {
    case 'timed-out':
      exchange.log(`The handler of ${name} did not answer within ${exchange.timeoutMs} ms.`);
      return gatewayErrors.timedOut;
    case 'threw':
      exchange.log(`The handler of ${name} threw: ${describeProblem(outcome.error)}`);
      return gatewayErrors.badGateway;
    case 'returned': {
      const answer = readProxyResult(outcome.value);
      if (typeof answer !== 'string') return answer;
      exchange.log(`The handler of ${name} returned no valid answer. ${answer}`);
      return gatewayErrors.badGateway;
    }
    default:
      return outcome satisfies never;
  }
}

/** Creates a function's context, with its own request id and deadline. */
function contextFor(exchange: Exchange, functionName: string) {
  const { region, accountId, now, timeoutMs } = exchange;
  const deadline = now() + timeoutMs;
  return lambdaContext({ functionName, region, accountId, requestId: randomUUID(), deadline, now });
}

/** Returns the function's name: `/files/{proxy+}` becomes `files-proxy`. */
function functionNameOf(route: Route): string {
  return route.path.match(/[\w-]+/g)?.join('-') ?? 'root';
}

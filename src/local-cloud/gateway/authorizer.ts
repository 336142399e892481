import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';

import { gatewayErrors } from './answer.ts';
import type { Answer } from './answer.ts';
import { readAuthorization } from './authorization.ts';
import type { Authorization } from './authorization.ts';
import { describeProblem } from './describe-problem.ts';
import type { AuthorizerContext } from './event.ts';
import { expiringCache } from './expiring-cache.ts';
import { invoke } from './invoke.ts';
import { maxAuthorizerTtlSeconds } from './limits.ts';
import { readParameter } from './parameter.ts';
import { judge } from './policy.ts';

/** A Lambda authorizer of type REQUEST, as an async function. */
export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
  context: Context,
) => Promise<APIGatewayAuthorizerResult>;

export interface AuthorizerOptions {
  readonly handler: AuthorizerHandler;
  /** Mapping expressions such as `method.request.header.Authorization`; all must be in a request. */
  readonly identitySources: readonly string[];
  /**
   * Seconds for which an answer is cached for the same values of the identity sources. 0 turns the cache off.
   */
  readonly ttlSeconds: number;
}

/** Lets a request pass with the authorizer's context, or answers it. `reason` is for the log only. */
export type Decision =
  | {
      readonly kind: 'allowed';
      readonly context: AuthorizerContext;
      /** The API key by which usage plans count the request. */
      readonly usageKey: string | undefined;
    }
  | { readonly kind: 'refused'; readonly answer: Answer; readonly reason?: string };

export type Authorizer = (event: APIGatewayRequestAuthorizerEvent, context: Context) => Promise<Decision>;

/**
 * Creates the authorizer of a gateway. `timeoutMs` limits one call of its function.
 * @throws {Error} if an option is invalid
 */
export function createAuthorizer(
  options: AuthorizerOptions,
  timeoutMs: number,
  now: () => number,
): Authorizer {
  const { handler, identitySources, ttlSeconds } = options;
  if (!(ttlSeconds >= 0 && ttlSeconds <= maxAuthorizerTtlSeconds)) {
    throw new Error(
      `The authorizer's "ttlSeconds" is ${ttlSeconds}: choose 0 to ${maxAuthorizerTtlSeconds}.`,
    );
  }
  if (ttlSeconds > 0 && identitySources.length === 0) {
    throw new Error('The authorizer caches but has no identity source: name one, or set "ttlSeconds" to 0.');
  }
  const sources = identitySources.map(readParameter);
  const cache = expiringCache<Authorization>(now);

  return async (event, context) => {
    const values = sources.map((source) => source(event));
    if (values.includes(undefined)) return { kind: 'refused', answer: gatewayErrors.unauthorized };
    const key = JSON.stringify(values);
    const cached = cache.get(key);
    if (cached) return decide(cached, event.methodArn, 0);

    const startedAt = now();
    const outcome = await invoke(() => handler(event, context), timeoutMs);
    if (outcome.kind !== 'returned') return refuse(outcome);
    const authorization = readAuthorization(outcome.value);
    if (typeof authorization === 'string') {
      return { kind: 'refused', answer: gatewayErrors.authorizerFailed, reason: authorization };
    }
    if (ttlSeconds > 0) cache.set(key, authorization, ttlSeconds);
    return decide(authorization, event.methodArn, now() - startedAt);
  };
}

/** Judges a method by a policy. A cached policy is judged again for each method, as on AWS. */
function decide(
  { statements, context, usageKey }: Authorization,
  methodArn: string,
  latencyMs: number,
): Decision {
  const verdict = judge(statements, methodArn);
  switch (verdict) {
    case 'allow':
      return { kind: 'allowed', context: { ...context, integrationLatency: latencyMs }, usageKey };
    case 'explicit-deny':
      return { kind: 'refused', answer: denied(gatewayErrors.explicitDeny, context) };
    case 'implicit-deny':
      return { kind: 'refused', answer: denied(gatewayErrors.implicitDeny, context) };
    default:
      return verdict satisfies never;
  }
}

/** Returns a denial that keeps the authorizer's context, for the templates of gateway responses. */
function denied(answer: Answer, authorizer: AuthorizerContext): Answer {
  return { ...answer, error: { type: 'ACCESS_DENIED', authorizer } };
}

/**
 * Returns the answer to a failed call. Only the exact message gives a 401; any other failure is the API's
 * (API Gateway, Lambda authorizers).
 */
function refuse(failure: { kind: 'timed-out' } | { kind: 'threw'; error: unknown }): Decision {
  if (failure.kind === 'timed-out') {
    return { kind: 'refused', answer: gatewayErrors.authorizerFailed, reason: 'It did not answer in time.' };
  }
  const { error } = failure;
  const message = error instanceof Error ? error.message : error;
  if (message === 'Unauthorized') return { kind: 'refused', answer: gatewayErrors.unauthorized };
  return { kind: 'refused', answer: gatewayErrors.authorizerFailed, reason: describeProblem(error) };
}

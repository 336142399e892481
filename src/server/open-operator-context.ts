import { bearerToken, type VerifyToken } from '../tenant/index.ts';
import { NOTHING_CONSUMED } from '../store/index.ts';
import { CEILINGS, operatorOf, Work, type OperatorContext, type PlatformParts } from '../platform/index.ts';

import type { Log } from './log.ts';
import { openOutcome, type RequestInfo, type ServerContext } from './open-context.ts';
import { refuseRequest } from './refuse-request.ts';

/** The context of the operators' plane. */
export interface OperatorRequestContext extends OperatorContext, ServerContext {
  readonly requestId: string;
}

export interface OperatorContextOptions {
  /** Verifies tokens of the operators' own user pool. */
  readonly verify: VerifyToken;
  readonly platform: PlatformParts;
  readonly log: Log;
}

/**
 * Opens the context of an operator's request. It has no scope and no store, so it cannot reach rows of
 * tenants.
 * @throws {GraphQLError} a refusal of the whole request, with its HTTP status
 */
export async function openOperatorContext(
  { verify, platform, log }: OperatorContextOptions,
  { authorization, requestId, ip, remaining }: RequestInfo,
): Promise<OperatorRequestContext> {
  try {
    const operator = operatorOf(await verify(bearerToken(authorization)));
    return {
      operator,
      platform,
      requestId,
      ip,
      log: (entry) => {
        log({ requestId, operatorId: operator.userId, ...entry });
      },
      consumed: NOTHING_CONSUMED,
      work: new Work(CEILINGS, performance.now() + remaining),
      outcome: openOutcome(),
      background: [],
      meter: null,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}

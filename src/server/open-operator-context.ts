import { bearerToken, type VerifyToken } from '../tenant/index.ts';
import { NOTHING_CONSUMED } from '../store/index.ts';
import { CEILINGS, operatorOf, Work, type OperatorContext, type PlatformParts } from '../platform/index.ts';

import type { Log } from './log.ts';
import { deadlineOf, type RequestInfo } from './open-context.ts';
import { openIdempotency } from './open-idempotency.ts';
import { refuseRequest } from './refuse-request.ts';
import { openOutcome, type ServerContext } from './server-context.ts';
import { withinDeadline } from './within-deadline.ts';

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
  options: OperatorContextOptions,
  { authorization, idempotencyKeys, requestId, ip, remaining }: RequestInfo,
): Promise<OperatorRequestContext> {
  const { verify, log } = options;
  const { until, deadline } = deadlineOf({ remaining });
  const platform = { ...options.platform, control: options.platform.control.within(deadline) };
  try {
    const operator = operatorOf(await withinDeadline(deadline, verify(bearerToken(authorization))));
    const { idempotency, records } = openIdempotency(idempotencyKeys, {
      caller: operator.userId,
      tenantId: null,
      platform,
      rows: () => null,
    });
    return {
      operator,
      platform,
      idempotency,
      records,
      requestId,
      ip,
      log: (entry) => {
        log({ requestId, operatorId: operator.userId, ...entry });
      },
      consumed: NOTHING_CONSUMED,
      work: new Work(CEILINGS, until),
      // Operators belong to no tenant.
      outcome: openOutcome(false),
      background: [],
      meter: null,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}

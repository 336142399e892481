import { bearerToken, parseIdempotencyKey, type VerifyToken } from '../tenant/index.ts';
import { Idempotency, NOTHING_CONSUMED, type RecordAnswers } from '../store/index.ts';
import { CEILINGS, operatorOf, Work, type OperatorContext, type PlatformParts } from '../platform/index.ts';

import type { Log } from './log.ts';
import { deadlineOf, openOutcome, type RequestInfo, type ServerContext } from './open-context.ts';
import { refuseRequest } from './refuse-request.ts';
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
    const key = parseIdempotencyKey(idempotencyKeys);
    const idempotency: Idempotency | undefined =
      key === null
        ? undefined
        : new Idempotency(operator.userId, key, {
            now: platform.now,
            answersIn: (place) => (place === 'records' ? (records ?? null) : null),
          });
    const records: RecordAnswers | undefined =
      idempotency && platform.control.answers({ tenantId: null, idempotency, seal: platform.answers });
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
      outcome: openOutcome(),
      background: [],
      meter: null,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}

import { parseIdempotencyKey } from '../tenant/index.ts';
import { Idempotency, type Answers, type RecordAnswers } from '../store/index.ts';
import type { PlatformParts } from '../platform/index.ts';

/** The idempotency key of a request, and its answers in the control table. Both are absent without a key. */
interface OpenedIdempotency {
  readonly idempotency: Idempotency | undefined;
  readonly records: RecordAnswers | undefined;
}

export interface IdempotencySource {
  readonly caller: string;
  /** The tenant of the caller; null for an operator. */
  readonly tenantId: string | null;
  readonly platform: PlatformParts;
  /** Returns the answers by the side of the tenant's rows. Null on a plane without rows. */
  readonly rows: () => Answers | null;
}

/**
 * Opens the idempotency key of a request, from the values of its header.
 * @throws {Refusal} BAD_REQUEST for a malformed key
 */
export function openIdempotency(
  values: readonly string[],
  { caller, tenantId, platform, rows }: IdempotencySource,
): OpenedIdempotency {
  const key = parseIdempotencyKey(values);
  if (key === null) return { idempotency: undefined, records: undefined };
  const idempotency: Idempotency = new Idempotency(caller, key, {
    now: platform.now,
    answersIn: (place) => (place === 'rows' ? rows() : records),
  });
  const records = platform.control.answers({ tenantId, idempotency, seal: platform.answers });
  return { idempotency, records };
}

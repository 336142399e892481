import { hashSecret } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';

import type { Call, CallAnswer } from '../call.ts';
import { routeOperation } from '../operation.ts';
import type { JsonObject } from '../reading/read-body.ts';
import { found, settled } from '../settle.ts';
import { described } from './get.ts';
import { mistakesIn } from './mistakes.ts';
import {
  asPrecondition,
  IMPOSSIBLE,
  isMatch,
  preconditionFailed,
  unchanged,
  type Match,
} from './preconditions.ts';
import type { Before } from './read-before.ts';
import type { RowAnswer } from './row-value.ts';

/** What a write requires of the row. */
export interface Requirement {
  readonly match: Match;
  readonly version: number | null;
  readonly condition?: JsonObject;
}

/** Changes or deletes the row of a path, as the route says. The answer has the row. */
export async function writeRow(
  call: Call,
  answer: RowAnswer,
  values: JsonObject,
  { match, version, condition = {} }: Requirement,
): Promise<CallAnswer> {
  const { route, key } = call;
  const input = { ...key, ...values, ...(version === null ? {} : { expectedVersion: version }) };
  const args = { input, ...(Object.keys(condition).length > 0 ? { condition } : {}) };
  const operation = routeOperation(route, args, answer.selection);
  // A mistake points into the body, and a delete has none.
  const mistakesOf = route.body ? mistakesIn(['input']) : undefined;
  try {
    const row = settled(await call.run(operation), operation, mistakesOf);
    return answer.of(found(row, described(call)), 200);
  } catch (error) {
    throw match === null ? error : asPrecondition(error);
  }
}

/**
 * Returns the condition of a write to a row that was read. If the row is not as the client says, the write must fail. With an
 * idempotency key it is sent all the same, because an earlier request with the key may have made it.
 */
export function conditionAfter(
  { route, context }: Call,
  type: ModelType,
  before: Before | null,
  match: Match,
): JsonObject {
  // A row that appears meanwhile is not the one that was looked for.
  if (!before) return IMPOSSIBLE;
  const isAsSaid = match === null || isMatch(match, before.tag);
  if (isAsSaid) return unchanged(type, route.field, before.row);
  if (!context.idempotency) throw preconditionFailed();
  return IMPOSSIBLE;
}

/**
 * Gives a write after a read the fingerprint of its request. What was read is part of its arguments, so a repeat has others.
 */
export function settleFingerprint({ route, key, body, context }: Call, match: Match): void {
  const { idempotency } = context;
  if (idempotency)
    idempotency.fingerprint = hashSecret(
      JSON.stringify(['rest', route.method, route.path, key, body, match]),
    );
}

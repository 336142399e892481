import { hashSecret } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';

import type { Call, CallAnswer } from '../call.ts';
import { operationOf } from '../operation.ts';
import { checkInput, invalid, pointerOf } from '../reading/check-input.ts';
import type { JsonObject } from '../reading/read-body.ts';
import { Raced, RestError } from '../rest-error.ts';
import { found, settled } from '../settle.ts';
import { described } from './get.ts';
import { merged, mergedFields } from './merge-patch.ts';
import { mistakesIn } from './mistakes.ts';
import {
  asPrecondition,
  expectedVersion,
  IMPOSSIBLE,
  isMatch,
  preconditionFailed,
  readMatch,
  unchanged,
  type Match,
} from './preconditions.ts';
import { readBefore, type Before } from './read-before.ts';
import { replacement } from './replacement.ts';
import { rowAnswer } from './row-value.ts';
import { rowTypeOf } from './row-type.ts';
import { writtenFiles } from './written-input.ts';

/** Answers `PATCH` and `PUT` of `/tasks/{id}`. */
export async function answerUpdate(call: Call): Promise<CallAnswer> {
  const { route, context } = call;
  const type = rowTypeOf(call);
  const body = withoutKey(call, writtenFiles(type, call.body));
  const isPatch = route.kind.is === 'patch';
  const values = isPatch || !route.body ? body : replacement(type, route.body, body, context);
  const match = readMatch(call.request);
  const whole = isPatch ? mergedFields(call.model, type, values) : [];
  if (whole.length === 0 && route.body) checkInput(route.body, { ...call.key, ...values });
  const version = expectedVersion(type, match);
  const isRead = whole.length > 0 || (match !== null && version === null);
  if (!isRead) return write(call, type, values, { match, version });
  settleFingerprint(call, match);
  try {
    return await writeAfterRead(call, type, values, { match, whole });
  } catch (error) {
    // Without "if-match" the condition is only of what was read here, so the request can run again.
    const isRaced = error instanceof RestError && error.code === 'CONDITION_FAILED' && match === null;
    throw isRaced ? new Raced() : error;
  }
}

interface Writing {
  readonly match: Match;
  readonly version: number | null;
  readonly condition?: JsonObject;
}

async function writeAfterRead(
  call: Call,
  type: ModelType,
  values: JsonObject,
  { match, whole }: { readonly match: Match; readonly whole: readonly string[] },
): Promise<CallAnswer> {
  const before = await readBefore(call, type, whole);
  const row = before?.row ?? {};
  const input = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      whole.includes(name) ? merged(row[name], value) : value,
    ]),
  );
  if (call.route.body) checkInput(call.route.body, { ...call.key, ...input });
  const condition = conditionAfter(call, type, before, match);
  return write(call, type, input, { match, version: null, condition });
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

async function write(
  call: Call,
  type: ModelType,
  values: JsonObject,
  { match, version, condition = {} }: Writing,
): Promise<CallAnswer> {
  const { route, key } = call;
  const answer = rowAnswer(call, type);
  const input = { ...key, ...values, ...(version === null ? {} : { expectedVersion: version }) };
  const args = { input, ...(Object.keys(condition).length > 0 ? { condition } : {}) };
  const operation = operationOf(
    'Mutation',
    route.operationId,
    [{ field: route.field, args }],
    answer.selection.text,
  );
  try {
    const row = settled(await call.run(operation), operation, mistakesIn(['input']));
    return answer.of(found(row, described(call)), 200);
  } catch (error) {
    throw match === null ? error : asPrecondition(error);
  }
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

/** Returns the body without the key, which the path names. */
function withoutKey({ key }: Call, body: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(key)) {
    if (!Object.hasOwn(body, name) || body[name] === value) continue;
    const detail = `The body names another ${name} than the path: a key cannot be changed.`;
    throw invalid([{ pointer: pointerOf([name]), rule: 'key', detail }]);
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(key, name)));
}

import type { ModelType } from '../../model/index.ts';

import type { Call, CallAnswer } from '../call.ts';
import { checkInput, invalid, pointerOf } from '../reading/check-input.ts';
import type { JsonObject } from '../reading/read-body.ts';
import { Raced, RestError } from '../rest-error.ts';
import { merged, mergedFields } from './merge-patch.ts';
import { expectedVersion, readMatch, type Match } from './preconditions.ts';
import { readBefore } from './read-before.ts';
import { replacement } from './replacement.ts';
import { rowTypeOf } from './row-type.ts';
import { rowAnswer, type RowAnswer } from './row-value.ts';
import { conditionAfter, settleFingerprint, writeRow } from './write-row.ts';
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
  const answer = rowAnswer(call, type);
  if (!isRead) return writeRow(call, answer, values, { match, version });
  settleFingerprint(call, match);
  try {
    return await writeAfterRead(call, type, values, { match, whole, answer });
  } catch (error) {
    // Without "if-match" the condition is only of what was read here, so the request can run again.
    const isRaced = error instanceof RestError && error.code === 'CONDITION_FAILED' && match === null;
    throw isRaced ? new Raced() : error;
  }
}

interface AfterRead {
  readonly match: Match;
  /** The stored objects of which the values change a part. */
  readonly whole: readonly string[];
  readonly answer: RowAnswer;
}

async function writeAfterRead(
  call: Call,
  type: ModelType,
  values: JsonObject,
  { match, whole, answer }: AfterRead,
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
  return writeRow(call, answer, input, { match, version: null, condition });
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

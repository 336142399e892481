import type { Call, CallAnswer } from '../call.ts';
import { operationOf } from '../operation.ts';
import { found, settled } from '../settle.ts';
import { described } from './get.ts';
import { asPrecondition, expectedVersion, readMatch } from './preconditions.ts';
import { readBefore } from './read-before.ts';
import { rowAnswer } from './row-value.ts';
import { rowTypeOf } from './row-type.ts';
import { conditionAfter, settleFingerprint } from './update.ts';

/** Answers `DELETE /tasks/{id}` with the row as it was. */
export async function answerDelete(call: Call): Promise<CallAnswer> {
  const { route, key } = call;
  const type = rowTypeOf(call);
  const match = readMatch(call.request);
  const version = expectedVersion(type, match);
  const answer = rowAnswer(call, type);
  let condition = {};
  if (match !== null && version === null) {
    settleFingerprint(call, match);
    condition = conditionAfter(call, type, await readBefore(call, type, []), match);
  }
  const args = {
    input: { ...key, ...(version === null ? {} : { expectedVersion: version }) },
    ...(Object.keys(condition).length > 0 ? { condition } : {}),
  };
  const operation = operationOf(
    'Mutation',
    route.operationId,
    [{ field: route.field, args }],
    answer.selection.text,
  );
  try {
    const row = found(settled(await call.run(operation), operation), described(call));
    return { ...answer.of(row, 200), etag: null };
  } catch (error) {
    throw match === null ? error : asPrecondition(error);
  }
}

import type { Call, CallAnswer } from '../call.ts';
import { expectedVersion, readMatch } from './preconditions.ts';
import { readBefore } from './read-before.ts';
import { rowTypeOf } from './row-type.ts';
import { rowAnswer } from './row-value.ts';
import { conditionAfter, settleFingerprint, writeRow, type Requirement } from './write-row.ts';

/** Answers `DELETE /tasks/{id}` with the row as it was. */
export async function answerDelete(call: Call): Promise<CallAnswer> {
  const answer = rowAnswer(call, rowTypeOf(call));
  const answered = await writeRow(call, answer, {}, await requirementOf(call));
  return { ...answered, etag: null };
}

async function requirementOf(call: Call): Promise<Requirement> {
  const type = rowTypeOf(call);
  const match = readMatch(call.request);
  const version = expectedVersion(type, match);
  if (match === null || version !== null) return { match, version };
  settleFingerprint(call, match);
  const before = await readBefore(call, type, []);
  return { match, version, condition: conditionAfter(call, type, before, match) };
}

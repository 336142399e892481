import { settled, found } from '../settle.ts';
import type { Call, CallAnswer } from '../call.ts';
import { routeOperation } from '../operation.ts';
import { checkInput } from '../reading/check-input.ts';
import { mistakesIn } from './mistakes.ts';
import { rowAnswer } from './row-value.ts';
import { writtenFiles } from './written-input.ts';
import { rowTypeOf } from './row-type.ts';

/** Answers `POST /tasks`. */
export async function answerCreate(call: Call): Promise<CallAnswer> {
  const { route, body } = call;
  const type = rowTypeOf(call);
  const input = writtenFiles(type, body);
  if (route.body) checkInput(route.body, input);
  const answer = rowAnswer(call, type);
  const operation = routeOperation(route, { input }, answer.selection);
  const row = settled(await call.run(operation), operation, mistakesIn(['input']));
  return answer.of(found(row, `${type.name} to return`), 201);
}

import type { Call, CallAnswer } from '../call.ts';
import { routeOperation } from '../operation.ts';
import { checkInput } from '../reading/check-input.ts';
import { readPreference } from '../reading/negotiate.ts';
import { nested } from '../reading/read-query.ts';
import { settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { readWanted } from '../selection/wanted.ts';
import { mistakesIn } from './mistakes.ts';
import { NO_CONTENT } from './no-content.ts';

/** Answers a field that the schema declares: with its value, which may be null. */
export async function answerAction(call: Call): Promise<CallAnswer> {
  const { route, query, body, model, context, request } = call;
  if (route.body) checkInput(route.body, body);
  const args = route.root === 'Query' ? nested(query.arguments) : body;
  const selection = select({ model, context }, route.field.type, readWanted(query));
  const operation = routeOperation(route, args, selection);
  const value = shaped(settled(await call.run(operation), operation, mistakesIn([])), selection);
  if (route.root === 'Query') return { status: 200, value };
  if (readPreference(request.header('prefer')) === 'minimal') return NO_CONTENT;
  return { status: 200, value, etag: null };
}

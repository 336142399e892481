import type { Call, CallAnswer } from '../call.ts';
import { routeOperation } from '../operation.ts';
import { checkInput, invalid } from '../reading/check-input.ts';
import { readPreference } from '../reading/negotiate.ts';
import { isJsonObject, type JsonObject } from '../reading/read-body.ts';
import { settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { NOTHING, readWanted } from '../selection/wanted.ts';
import { mistakesInItems } from './mistakes.ts';
import { NO_CONTENT } from './no-content.ts';
import { rowTypeOf } from './row-type.ts';
import { writtenFiles } from './written-input.ts';

/** Answers the batches of a type: all rows are written, or none. */
export async function answerBatch(call: Call): Promise<CallAnswer> {
  const { route, model, context, query, request } = call;
  const type = rowTypeOf(call);
  const input = itemsOf(call).map((item) => writtenFiles(type, item));
  input.forEach((item, place) => {
    if (route.body) checkInput(route.body, item, ['items', place]);
  });
  const isMinimal = readPreference(request.header('prefer')) === 'minimal';
  const wanted = isMinimal ? NOTHING : readWanted(query);
  const selection = select({ model, context }, route.field.type, wanted);
  const operation = routeOperation(route, { input }, selection);
  const rows = settled(await call.run(operation), operation, mistakesInItems);
  if (isMinimal) return NO_CONTENT;
  return { status: 200, value: { items: shaped(rows, selection) }, etag: null };
}

/** @throws {RestError} VALIDATION_FAILED for a body that is no list of objects */
function itemsOf({ body }: Call): readonly JsonObject[] {
  const { items, ...others } = body;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw invalid([{ pointer: `/${other}`, rule: 'unknown', detail: `A batch has only "items".` }]);
  if (Array.isArray(items) && items.every(isJsonObject)) return items;
  throw invalid([
    { pointer: '/items', rule: 'type', detail: 'The member "items" must be a list of objects.' },
  ]);
}

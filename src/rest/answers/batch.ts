import type { Call, CallAnswer } from '../call.ts';
import { operationOf } from '../operation.ts';
import { checkInput, invalid } from '../reading/check-input.ts';
import { readPreference } from '../reading/negotiate.ts';
import type { JsonObject } from '../reading/read-body.ts';
import { settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { readWanted } from '../selection/wanted.ts';
import { mistakesInItems } from './mistakes.ts';
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
  const selection = isMinimal
    ? { text: ' { __typename }', isPage: false, pages: new Map<string, never>() }
    : select({ model, context }, route.field.type, readWanted(query));
  const calls = [{ field: route.field, args: { input } }];
  const operation = operationOf('Mutation', route.operationId, calls, selection.text);
  const rows = settled(await call.run(operation), operation, mistakesInItems);
  if (isMinimal)
    return { status: 204, value: undefined, etag: null, headers: { 'preference-applied': 'return=minimal' } };
  return { status: 200, value: { items: shaped(rows, selection) }, etag: null };
}

/** @throws {RestError} VALIDATION_FAILED for a body that is no list of objects */
function itemsOf({ body }: Call): readonly JsonObject[] {
  const { items, ...others } = body;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw invalid([{ pointer: `/${other}`, rule: 'unknown', detail: `A batch has only "items".` }]);
  const isObject = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  if (Array.isArray(items) && items.every(isObject)) return items as readonly JsonObject[];
  throw invalid([
    { pointer: '/items', rule: 'type', detail: 'The member "items" must be a list of objects.' },
  ]);
}

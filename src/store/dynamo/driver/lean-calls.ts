import type { JsonCall } from '../../aws/json-calls.ts';
import type { Answer, DynamoCall } from './dynamo-call.ts';
import { ITEMS_OF_ANSWER, ITEMS_OF_REQUEST } from './item-places.ts';
import { marshal, unmarshal } from './marshal.ts';

/** Makes calls of items over a {@link JsonCall}. */
export function leanCalls(call: JsonCall): DynamoCall {
  return async (operation, request, signal) => {
    const body = ITEMS_OF_REQUEST[operation](request, marshal) as object;
    const answer = await call(operation, body, signal);
    return ITEMS_OF_ANSWER[operation](answer, (item) => unmarshal(item)) as Answer;
  };
}

import { getNamedType, getNullableType, isListType, isObjectType } from 'graphql';

import type { Call, CallAnswer } from '../call.ts';
import { operationOf, type Called } from '../operation.ts';
import { checkInput } from '../reading/check-input.ts';
import { nested } from '../reading/read-query.ts';
import { refused } from '../rest-error.ts';
import { settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { DEFAULT } from '../selection/wanted.ts';
import { mistakesIn } from './mistakes.ts';

/** Answers a route of the platform. A list is in `items`, as every list of the API. */
export async function answerPlatform(call: Call): Promise<CallAnswer> {
  const { route, model, context } = call;
  const { kind } = route;
  if (kind.is !== 'platform') throw new Error(`The route "${route.path}" is not of the platform.`);
  if (route.body) checkInput(route.body, call.body);
  const calls = callsOf(call, kind.nested);
  const type = calls.at(-1)?.type ?? route.field.type;
  const selection = select({ model, context }, type, DEFAULT);
  const operation = operationOf(route.root, route.operationId, calls, selection.text);
  const body = kind.bodyArgument === null ? [] : [kind.bodyArgument];
  const value = shaped(settled(await call.run(operation), operation, mistakesIn(body)), selection);
  if (value === null) throw refused('NOT_FOUND', 'There is nothing at this address.');
  const isList = isListType(getNullableType(type));
  const etag = route.root === 'Query' ? {} : { etag: null };
  return { status: kind.status, value: isList ? { items: value } : value, ...etag };
}

/** Returns the root field, and the field within its answer that the route asks for, each with its arguments. */
function callsOf(
  { route: { field, kind }, key, query, body }: Call,
  inner: string | undefined,
): readonly (Called & Pick<Call['route']['field'], 'type'>)[] {
  const given = nested(query.arguments);
  const sent = kind.is === 'platform' && kind.bodyArgument !== null ? { [kind.bodyArgument]: body } : body;
  if (inner === undefined) return [{ field, type: field.type, args: { ...given, ...sent, ...key } }];
  const object = getNamedType(field.type);
  const asked = isObjectType(object) ? object.getFields()[inner] : undefined;
  if (!asked) throw new Error(`The answer of "${field.name}" has no field "${inner}".`);
  return [
    { field, type: field.type, args: key },
    { field: asked, type: asked.type, args: given },
  ];
}

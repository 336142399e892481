import { getNullableType, isInputObjectType, type GraphQLInputType } from 'graphql';

import { flatRules, keyFields, type ModelType } from '../../model/index.ts';
import { decide } from '../../engine/index.ts';
import type { RequestContext } from '../../server/index.ts';

import type { JsonObject } from '../reading/read-body.ts';

/**
 * Returns the values of a row that a PUT replaces. A field that the body leaves out gets its default, or null. These keep their
 * value: times and versions, which the engine writes; owners, so that a body without them takes a row from no one; and what the
 * caller may change in no row. Members that no input has, as an answer shows them, are left out.
 */
export function replacement(
  type: ModelType,
  input: GraphQLInputType,
  body: JsonObject,
  { scope }: Pick<RequestContext, 'scope'>,
): JsonObject {
  const object = getNullableType(input);
  const names = isInputObjectType(object) ? Object.keys(object.getFields()) : [];
  const kept = keptFields(type);
  const values: [string, unknown][] = [];
  for (const name of names) {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (Object.hasOwn(body, name)) values.push([name, body[name]]);
    else if (field && !kept.has(name)) {
      const isClosed = field.rules !== null && decide(field.rules, scope.caller, 'update') === 'deny';
      if (!isClosed) values.push([name, field.default ?? null]);
    }
  }
  const unknown = Object.entries(body).filter(
    ([name]) => !names.includes(name) && !Object.hasOwn(type.fields, name),
  );
  return Object.fromEntries([...values, ...unknown]);
}

/** Returns the fields of a row that a PUT keeps if the body leaves them out. */
export function keptFields(type: ModelType): ReadonlySet<string> {
  const { createdAt, updatedAt } = type.timestamps;
  const rules = [...type.rules, ...Object.values(type.fields).flatMap((field) => field.rules ?? [])];
  const owners = flatRules(rules).flatMap((rule) => ('field' in rule ? [rule.field] : []));
  const named = Object.values(type.fields).flatMap(({ name, owner }) => (owner ? [name] : []));
  const stamps = [createdAt, updatedAt, type.version].filter((name) => name !== null);
  return new Set([...keyFields(type.key), ...stamps, ...owners, ...named]);
}

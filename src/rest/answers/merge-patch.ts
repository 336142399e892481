import { baseName, isList, type Model, type ModelType } from '../../model/index.ts';

import { isJsonObject, type JsonObject } from '../reading/read-body.ts';
import { refused } from '../rest-error.ts';
import { DEFAULT, type Wanted } from '../selection/wanted.ts';

/** Returns the fields of a patch that change a part of a stored object: they need the object as it is. */
export function mergedFields({ objects }: Model, type: ModelType, patch: JsonObject): readonly string[] {
  return Object.keys(patch).filter((name) => {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    const isObject =
      field !== undefined &&
      field.kind.is === 'stored' &&
      !isList(field.type) &&
      Object.hasOwn(objects, baseName(field.type));
    return isObject && isJsonObject(patch[name]);
  });
}

/** Returns what must be read of a stored object before a part of it is changed: every member, since it is written whole. */
export function wholeObject(
  { objects }: Pick<Model, 'objects'>,
  name: string,
  within: readonly string[] = [],
): Wanted {
  if (within.includes(name))
    throw refused(
      'BAD_REQUEST',
      `A ${name} may contain another one, so a part of it cannot be changed: use PUT.`,
    );
  const fields = Object.values(objects[name]?.fields ?? {}).filter(({ custom }) => !custom);
  const members = fields.map(({ name: member, type }) => {
    const inner = baseName(type);
    const isObject = Object.hasOwn(objects, inner);
    return [member, isObject ? wholeObject({ objects }, inner, [...within, name]) : DEFAULT] as const;
  });
  return { isDefault: false, members: new Map(members) };
}

/** Applies a merge patch to a value (RFC 7386, section 2). */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result = new Map<string, unknown>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

import { baseName, type Json, type Model, type ModelType, type TypeRef } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

/** A row inside the answer of a mutation, with its type. */
export interface AnsweredRow {
  readonly type: ModelType;
  readonly row: Row;
}

/** Returns the rows in an answer of a type: the answer itself, the members of a list, and those inside plain objects. */
export function rowsIn(model: Model, answered: TypeRef, value: Json): readonly AnsweredRow[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => rowsIn(model, answered, one));
  if (value === null || typeof value !== 'object') return [];
  const object = value as Readonly<Record<string, Json>>;
  const name = concreteName(model, baseName(answered), object);
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  if (type) return [{ type, row: object }];
  const fields = Object.hasOwn(model.objects, name) ? model.objects[name]?.fields : undefined;
  return Object.values(fields ?? {}).flatMap((field) =>
    Object.hasOwn(object, field.name) ? rowsIn(model, field.type, object[field.name] ?? null) : [],
  );
}

/** Returns the models of the rows that an answer of a type can hold. */
export function modelsIn(model: Model, answered: TypeRef): readonly ModelType[] {
  const seen = new Set<string>();
  const found: ModelType[] = [];
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
    if (type) found.push(type);
    else possibleTypes(model, name).forEach(visit);
    if (!Object.hasOwn(model.objects, name)) return;
    for (const field of Object.values(model.objects[name]?.fields ?? {})) visit(baseName(field.type));
  };
  visit(baseName(answered));
  return found;
}

/** Returns the object types that a value of a type can have: those of an interface or a union, or the type itself. */
export function possibleTypes(
  { models, objects, interfaces, unions }: Model,
  name: string,
): readonly string[] {
  if (Object.hasOwn(unions, name)) return unions[name]?.types ?? [];
  if (!Object.hasOwn(interfaces, name)) return [name];
  const types = Object.values({ ...models, ...objects });
  return types.filter((type) => type.interfaces.includes(name)).map((type) => type.name);
}

function concreteName(model: Model, name: string, value: Readonly<Record<string, Json>>): string {
  const given = value['__typename'];
  const possible = possibleTypes(model, name);
  return typeof given === 'string' && possible.includes(given) ? given : (possible[0] ?? name);
}

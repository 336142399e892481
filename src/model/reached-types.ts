import { lookUp } from './look-up.ts';
import type { Argument, Model, TypeRef } from './model.ts';
import { upperFirst } from './names.ts';
import { baseName } from './type-ref.ts';

interface Reaching {
  readonly type: TypeRef;
  readonly arguments?: Readonly<Record<string, Argument>>;
}

/** Returns the names of the types that a model or a root field uses, also through other types. */
export function reachedTypes(model: Model): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const next of leadsTo(name, model)) visit(next);
  };
  for (const name of Object.keys(model.models)) visit(name);
  const roots = [model.queries, model.mutations, model.subscriptions];
  for (const field of roots.flatMap((fields) => Object.values<Reaching>(fields))) {
    for (const name of namesIn(field)) visit(name);
  }
  return reached;
}

/** Returns the types that a type uses. An interface uses its objects, and an object inside a row its input. */
function leadsTo(name: string, model: Model): readonly string[] {
  const { models, objects, interfaces, unions, inputs } = model;
  const fielded = lookUp(models, name) ?? lookUp(objects, name) ?? lookUp(interfaces, name);
  const implementing = lookUp(interfaces, name)
    ? Object.values({ ...models, ...objects, ...interfaces }).filter((type) => type.interfaces.includes(name))
    : [];
  return [
    ...Object.values(fielded?.fields ?? lookUp(inputs, name)?.fields ?? {}).flatMap(namesIn),
    ...(fielded?.interfaces ?? []),
    ...(lookUp(unions, name)?.types ?? []),
    ...implementing.map((type) => type.name),
    ...(lookUp(objects, name) && lookUp(inputs, `${upperFirst(name)}Input`)
      ? [`${upperFirst(name)}Input`]
      : []),
  ];
}

function namesIn({ type, arguments: taken = {} }: Reaching): readonly string[] {
  return [baseName(type), ...Object.values(taken).map((argument) => baseName(argument.type))];
}

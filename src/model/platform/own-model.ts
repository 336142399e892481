import type { Model } from '../model.ts';
import { parseSource } from '../parse-source.ts';
import { reachedTypes } from '../reached-types.ts';
import type { SchemaSource } from '../read.ts';
import { platformFieldName, platformNames, platformTypeName } from './platform-names.ts';

/** Returns a model without the platform's root fields and types. Keeps the types that the app's own fields name. */
export function ownModel(model: Model, sources: readonly SchemaSource[]): Model {
  const { platformPrefix: prefix = '', ...rest } = model;
  const platform = sources.filter((source) => source.platform);
  const nodes = platform.flatMap(({ file, text }) => parseSource(file, text, () => undefined).nodes);
  const names = platformNames(nodes);
  const fields = new Set(
    [...names.fields].map((name) => {
      const [root = '', field = ''] = name.split('.');
      return `${root}.${platformFieldName(prefix, field)}`;
    }),
  );
  const own = {
    ...rest,
    queries: without(model.queries, (name) => fields.has(`Query.${name}`)),
    mutations: without(model.mutations, (name) => fields.has(`Mutation.${name}`)),
  };
  const types = new Set([...names.types].map((name) => platformTypeName(prefix, name)));
  const reached = reachedTypes(own);
  const isForeign = (name: string): boolean => types.has(name) && !reached.has(name);
  return {
    ...own,
    objects: without(model.objects, isForeign),
    interfaces: without(model.interfaces, isForeign),
    unions: without(model.unions, isForeign),
    inputs: without(model.inputs, isForeign),
    enums: without(model.enums, isForeign),
  };
}

function without<T>(
  record: Readonly<Record<string, T>>,
  isLeftOut: (name: string) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !isLeftOut(name)));
}

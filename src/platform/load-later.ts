import type { CustomResolver, CustomResolvers } from '../engine/index.ts';

/** The names of fields by type. */
export type FieldNames = Readonly<Record<string, readonly string[]>>;

/**
 * Returns resolvers whose code is loaded by the first field that needs it. Once it is loaded, a field is resolved as if it
 * had been there from the start.
 */
export function loadLater(names: FieldNames, load: () => Promise<CustomResolvers>): CustomResolvers {
  let loading: Promise<CustomResolvers> | null = null;
  let loaded: CustomResolvers | null = null;
  const loadOnce = async (): Promise<CustomResolvers> => {
    try {
      return (loaded = await (loading ??= load()));
    } finally {
      loading = null;
    }
  };
  const later =
    (type: string, field: string): CustomResolver =>
    (...given) =>
      loaded
        ? resolverIn(loaded, type, field)(...given)
        : loadOnce().then((resolvers) => resolverIn(resolvers, type, field)(...given));
  return Object.fromEntries(
    Object.entries(names).map(([type, fields]) => [
      type,
      Object.fromEntries(fields.map((field) => [field, later(type, field)])),
    ]),
  );
}

function resolverIn(resolvers: CustomResolvers, type: string, field: string): CustomResolver {
  const resolve = resolvers[type]?.[field];
  if (!resolve) throw new Error(`The platform has no resolver of ${type}.${field}.`);
  return resolve;
}

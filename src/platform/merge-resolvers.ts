import type { CustomResolvers } from '../engine/index.ts';

/** Merges objects of resolvers. Several objects may have fields of one type. */
export function mergeResolvers(...all: readonly object[]): CustomResolvers {
  const merged: Record<string, object> = {};
  for (const resolvers of all) {
    for (const [type, fields] of Object.entries(resolvers) as [string, object][])
      merged[type] = { ...merged[type], ...fields };
  }
  return merged as CustomResolvers;
}

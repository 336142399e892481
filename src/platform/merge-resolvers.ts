import type { CustomResolvers } from '../engine/index.ts';

/** One object for all the resolvers of several: the fields of a type may stand in any of them. */
export function mergeResolvers(...all: readonly object[]): CustomResolvers {
  const merged: Record<string, object> = {};
  for (const resolvers of all) {
    for (const [type, fields] of Object.entries(resolvers) as [string, object][])
      merged[type] = { ...merged[type], ...fields };
  }
  return merged as CustomResolvers;
}

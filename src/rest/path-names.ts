import type { Model, ModelType } from '../model/index.ts';

/** The first segments of paths that do not belong to a type. */
const RESERVED: readonly string[] = ['batch', 'actions', 'platform'];

/** Returns a name in kebab case: `TaskLabels` is `task-labels`, `APIKeys` is `api-keys`. */
function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/_+/g, '-')
    .toLowerCase();
}

/**
 * Returns the segment of each type in paths: its plural in kebab case. If another type has it, or it is reserved, `-items`
 * follows.
 */
export function pathNames({ models }: Pick<Model, 'models'>): ReadonlyMap<ModelType, string> {
  const taken = new Set(RESERVED);
  return new Map(
    Object.values(models).map((type) => {
      let segment = kebabCase(type.plural);
      while (taken.has(segment)) segment += '-items';
      taken.add(segment);
      return [type, segment];
    }),
  );
}

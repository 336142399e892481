import type { Model } from '../../model/index.ts';
import type { Control } from '../../store/index.ts';

/**
 * Records the types of a schema with all earlier ones, and returns all of them. A purge then also deletes
 * rows of types that the schema has lost. Call it before a schema is served, so before a row of a new type
 * can exist.
 */
export async function recordModelTypes(control: Control, model: Model): Promise<readonly string[]> {
  return control.transact(async (transaction) => {
    const recorded = (await transaction.get('types', {}))?.names ?? [];
    const names = [...new Set([...recorded, ...Object.keys(model.models)])].sort();
    if (names.length > recorded.length) transaction.put('types', { names });
    return names;
  });
}

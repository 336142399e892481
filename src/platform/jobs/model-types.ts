import type { Model } from '../../model/index.ts';
import type { Control } from '../../store/index.ts';

/**
 * Notes the types of a schema beside all that there ever were, and answers all: rows of a type that is gone from the
 * schema are purged with the rest. Called before a schema is served, so before a row of a new type can be there.
 */
export async function recordModelTypes(control: Control, model: Model): Promise<readonly string[]> {
  return control.transact(async (transaction) => {
    const noted = (await transaction.get('types', {}))?.names ?? [];
    const names = [...new Set([...noted, ...Object.keys(model.models)])].sort();
    if (names.length > noted.length) transaction.put('types', { names });
    return names;
  });
}

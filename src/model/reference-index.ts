import type { ModelTypeDraft } from './draft.ts';
import { keyFields } from './key-fields.ts';

/**
 * Returns an index that begins with the fields of a foreign key, and so holds every row with a value in them; null if
 * there is none.
 */
export function referenceIndex({ model }: ModelTypeDraft, foreignKey: readonly string[]): string | null {
  const found = model.indexes.find((index) => {
    const held = keyFields(index);
    return foreignKey.every((name, place) => name === held[place]);
  });
  return found?.name ?? null;
}

import type { ModelTypeDraft } from './draft.ts';

/** The index that holds every row with a value in the fields of a foreign key, or null: one that leads with them. */
export function referenceIndex({ model }: ModelTypeDraft, foreignKey: readonly string[]): string | null {
  const found = model.indexes.find(({ hash, sort }) => {
    const held = [hash, ...sort];
    return foreignKey.every((name, place) => name === held[place]);
  });
  return found?.name ?? null;
}

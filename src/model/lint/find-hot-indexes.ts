import { lookUp } from '../look-up.ts';
import type { Index, Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { baseName } from '../type-ref.ts';
import { warning } from './warning.ts';

/** So few values put too many rows into one partition (DynamoDB Developer Guide, "Designing partition keys"). */
const FEW = 3;

/** Finds declared indexes that put all rows of a tenant into two or three partitions, in no useful order. */
export function findHotIndexes(type: ModelType, model: Model): readonly Problem[] {
  return type.indexes.flatMap((index) => {
    const values = valuesOf(index, type, model);
    if (!index.declared || index.sort.length > 0 || values === null || values > FEW) return [];
    return [
      warning(
        'hot-index',
        `${type.name}.${index.hash}: the index "${index.name}" has ${values} values for all rows of a tenant.`,
        'Give it sortKeyFields to read part of a value by, or remove it and list with a filter.',
      ),
    ];
  });
}

/** Returns how many values the hash of an index can have, or null if that is not known. */
function valuesOf({ hash }: Index, { fields }: ModelType, { enums }: Model): number | null {
  const field = lookUp(fields, hash);
  if (!field) return null;
  const name = baseName(field.type);
  return name === 'Boolean' ? 2 : (lookUp(enums, name)?.values.length ?? null);
}

import { keyFields } from '../key-fields.ts';
import { lookUp } from '../look-up.ts';
import type { Key, Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds declared indexes that another index replaces, and `@unique` combinations that are unique without it. */
export function findRedundantIndexes(type: ModelType, _model: Model): readonly Problem[] {
  return [...redundantIndexes(type), ...superfluousUniques(type)];
}

function redundantIndexes(type: ModelType): readonly Problem[] {
  return type.indexes.flatMap((index, place) => {
    if (!index.declared) return [];
    const wider = type.indexes.find(
      (other, at) =>
        at !== place &&
        serves(other, index, type) &&
        (at < place || !other.declared || !serves(index, other, type)),
    );
    const known = wider
      ? `the index "${wider.name}"`
      : serves(type.key, index, type)
        ? 'the primary key'
        : null;
    if (known === null) return [];
    return [
      warning(
        'redundant-index',
        `${type.name}.${index.hash}: whatever the index "${index.name}" finds, ${known} finds too.`,
        'Remove one of them: each index costs a write, and a table has 20.',
      ),
    ];
  });
}

/**
 * Returns whether a key begins with all fields of another and holds the same rows. A row without one of the fields is
 * in neither.
 */
function serves(wide: Key, key: Key, { fields }: ModelType): boolean {
  const held = keyFields(wide);
  const wanted = keyFields(key);
  return (
    wanted.every((name, place) => name === held[place]) &&
    held.slice(wanted.length).every((name) => lookUp(fields, name)?.type.required === true)
  );
}

function superfluousUniques(type: ModelType): readonly Problem[] {
  const key = { name: 'the primary key', fields: keyFields(type.key) };
  return type.uniques.flatMap((unique) => {
    const narrower = [key, ...type.uniques].find(
      (other) => other !== unique && other.fields.every((name) => unique.fields.includes(name)),
    );
    if (!narrower) return [];
    const known = narrower === key ? key.name : `"${narrower.name}"`;
    return [
      warning(
        'superfluous-unique',
        `${type.name}.${unique.fields[0] ?? ''}: "${unique.name}" is unique because ${known} is.`,
        'Remove this @unique: each costs a write.',
      ),
    ];
  });
}

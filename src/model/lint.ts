import { findDeadRules } from './lint/find-dead-rules.ts';
import { findHotIndexes } from './lint/find-hot-indexes.ts';
import { findOpenSecrets } from './lint/find-open-secrets.ts';
import { findRedundantIndexes } from './lint/find-redundant-indexes.ts';
import { findSuperfluousRules } from './lint/find-superfluous-rules.ts';
import { findUnservedLists } from './lint/find-unserved-lists.ts';
import { findUnusedOperations } from './lint/find-unused-operations.ts';
import { findUnusedTypes } from './lint/find-unused-types.ts';
import type { Model, ModelType } from './model.ts';
import type { Problem } from './problem.ts';

/** What may be weak in one type. */
const ofModel: readonly ((type: ModelType, model: Model) => readonly Problem[])[] = [
  findOpenSecrets,
  findDeadRules,
  findSuperfluousRules,
  findUnusedOperations,
  findHotIndexes,
  findRedundantIndexes,
  findUnservedLists,
];

/**
 * Looks for weak places in a schema that is sound: secrets that many can read, rules that let nobody in or change
 * nothing, indexes that run hot or serve nothing, lists that no index serves, types that nothing reaches. All are
 * warnings, in the order of the types; none has a place, since a model knows no source.
 */
export function lintModel(model: Model): readonly Problem[] {
  // A join model is not written by hand: nothing in it can be mended there.
  const types = Object.values(model.models).filter((type) => !type.join);
  return [
    ...types.flatMap((type) => ofModel.flatMap((find) => find(type, model))),
    ...findUnusedTypes(model),
  ];
}

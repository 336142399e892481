import { findAbsentRelations } from './lint/find-absent-relations.ts';
import { findDeadRules } from './lint/find-dead-rules.ts';
import { findHotIndexes } from './lint/find-hot-indexes.ts';
import { findOpenOwners } from './lint/find-open-owners.ts';
import { findOpenSecrets } from './lint/find-open-secrets.ts';
import { findRedundantIndexes } from './lint/find-redundant-indexes.ts';
import { findSlowPatterns } from './lint/find-slow-patterns.ts';
import { findSuperfluousRules } from './lint/find-superfluous-rules.ts';
import { findTextualKeys } from './lint/find-textual-keys.ts';
import { findUnservedLists } from './lint/find-unserved-lists.ts';
import { findUnusedOperations } from './lint/find-unused-operations.ts';
import { findUnusedTypes } from './lint/find-unused-types.ts';
import type { Model, ModelType } from './model.ts';
import type { Problem } from './problem.ts';

/** The checks of one type. */
const ofModel: readonly ((type: ModelType, model: Model) => readonly Problem[])[] = [
  findOpenSecrets,
  findDeadRules,
  findOpenOwners,
  findSuperfluousRules,
  findUnusedOperations,
  findHotIndexes,
  findRedundantIndexes,
  findTextualKeys,
  findUnservedLists,
  findAbsentRelations,
  findSlowPatterns,
];

/**
 * Finds weak places in a valid schema: secrets that many callers can read, rules that admit no caller or change
 * nothing, indexes that are hot or unused, lists that no index serves, types that nothing reaches.
 * All are warnings, in the order of the types. None has a place, because a model does not know its sources.
 *
 * @example
 * ```ts
 * const { model, problems } = readModel(sources);
 * process.stderr.write(printProblems([...problems, ...lintModel(model)], sources));
 * ```
 */
export function lintModel(model: Model): readonly Problem[] {
  // No author writes a join model, so no author could fix it.
  const types = Object.values(model.models).filter((type) => !type.join);
  return [
    ...types.flatMap((type) => ofModel.flatMap((find) => find(type, model))),
    ...findUnusedTypes(model),
  ];
}

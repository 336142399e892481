import { findAbsentRelations } from './lint/find-absent-relations.ts';
import { findDeadRules } from './lint/find-dead-rules.ts';
import { findDeafWebhooks } from './lint/find-deaf-webhooks.ts';
import { findDoubleKeys } from './lint/find-double-keys.ts';
import { findHotIndexes } from './lint/find-hot-indexes.ts';
import { findMisleadingFields } from './lint/find-misleading-fields.ts';
import { findMisspeltRoles } from './lint/find-misspelt-roles.ts';
import { findOpenOwners } from './lint/find-open-owners.ts';
import { findOpenSecrets } from './lint/find-open-secrets.ts';
import { findRedundantIndexes } from './lint/find-redundant-indexes.ts';
import { findSlowPatterns } from './lint/find-slow-patterns.ts';
import { findSuperfluousRules } from './lint/find-superfluous-rules.ts';
import { findTextualKeys } from './lint/find-textual-keys.ts';
import { findUnservedLists } from './lint/find-unserved-lists.ts';
import { findUnknownFeatures } from './lint/find-unknown-features.ts';
import { findUnusedOperations } from './lint/find-unused-operations.ts';
import { findUnusedTypes } from './lint/find-unused-types.ts';
import type { Model, ModelType } from './model.ts';
import { placeWarnings } from './lint/place-warnings.ts';
import type { Problem } from './problem.ts';
import type { SchemaSource } from './read.ts';

/** The checks of one type. */
const ofModel: readonly ((type: ModelType, model: Model) => readonly Problem[])[] = [
  findOpenSecrets,
  findDeadRules,
  findDeafWebhooks,
  findOpenOwners,
  findSuperfluousRules,
  findUnusedOperations,
  findHotIndexes,
  findRedundantIndexes,
  findTextualKeys,
  findDoubleKeys,
  findMisleadingFields,
  findMisspeltRoles,
  findUnservedLists,
  findAbsentRelations,
  findSlowPatterns,
];

interface LintOptions {
  /** The sources of the model, from which each warning gets its place. */
  readonly sources?: readonly SchemaSource[];
  /** The flags of all plans, by which unknown ones are found. */
  readonly features?: readonly string[] | undefined;
}

/**
 * Finds weak places in a valid schema: secrets that many callers can read, rules that admit no caller or change
 * nothing, indexes that are hot or unused, lists that no index serves, types that nothing reaches.
 * All are warnings, in the order of the types. They have places if the sources of the model are given.
 *
 * @example
 * ```ts
 * const { model, problems } = readModel(sources);
 * process.stderr.write(printProblems([...problems, ...lintModel(model, { sources })], sources));
 * ```
 */
export function lintModel(model: Model, { sources = [], features }: LintOptions = {}): readonly Problem[] {
  // No author writes a join model, so no author could fix it.
  const types = Object.values(model.models).filter((type) => !type.join);
  const found = [
    ...types.flatMap((type) => ofModel.flatMap((find) => find(type, model))),
    ...findUnusedTypes(model),
    ...(features ? findUnknownFeatures(model, features) : []),
  ];
  return placeWarnings(found, sources);
}

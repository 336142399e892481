import { applyDirectives } from './apply-directives.ts';
import { checkEngineNames } from './checks/check-engine-names.ts';
import { checkEmpty } from './checks/check-empty.ts';
import { checkFiles } from './checks/check-files.ts';
import { checkInheritedNames } from './checks/check-inherited-names.ts';
import { checkNames } from './checks/check-names.ts';
import { checkReach } from './checks/check-reach.ts';
import { checkSpec } from './checks/check-spec.ts';
import { checkSubscriptions } from './checks/check-subscriptions.ts';
import { checkTypes } from './checks/check-types.ts';
import { gatherDefinitions } from './definitions.ts';
import { finishModels } from './finish.ts';
import { freeze } from './freeze.ts';
import type { Model } from './model.ts';
import { parseSource } from './parse-source.ts';
import type { Problem } from './problem.ts';
import { platformTypeName } from './platform/platform-names.ts';
import { placePlatform } from './platform/place-platform.ts';
import { readDraft } from './read-draft.ts';
import { collectProblems } from './report.ts';

/** A file of SDL. Its name is for messages only. */
export interface SchemaSource {
  readonly file: string;
  readonly text: string;
  /** True for the platform's own SDL, whose names move out of the way of the app's. */
  readonly platform?: true;
}

/**
 * Reads a schema into a model and collects every problem, in the order of the sources. Never throws.
 * The model holds all that could be read. The caller may serve it only if no problem has the severity `error`.
 *
 * @example
 * ```ts
 * const text = 'type Task @model { id: ID! title: String! }';
 * const { model, problems } = readModel([{ file: 'task.graphql', text }]);
 * if (problems.some(({ severity }) => severity === 'error')) throw new Error('The schema is wrong.');
 * const task = model.models.Task;
 * ```
 */
export function readModel(sources: readonly SchemaSource[]): { model: Model; problems: readonly Problem[] } {
  const { problems, report } = collectProblems();
  const parsed = sources.map(({ file, text, platform = false }) => ({
    platform,
    ...parseSource(file, text, report),
  }));
  const broken = new Set(parsed.flatMap((source) => source.broken));
  const nodesOf = (platform: boolean) =>
    parsed.flatMap((source) => (source.platform === platform ? source.nodes : []));
  const own = nodesOf(false);
  const placed = placePlatform(nodesOf(true), own, broken, report);
  const definitions = gatherDefinitions([...placed.nodes, ...own], broken, report);
  const schema = readDraft(definitions, broken, platformTypeName(placed.prefix, 'File'), report);
  applyDirectives(schema);
  checkTypes(schema, definitions);
  finishModels(schema);
  checkSpec(schema, definitions);
  checkNames(schema, definitions);
  const platform = new Set(sources.flatMap(({ file, platform }) => (platform ? file : [])));
  checkSubscriptions(schema, platform);
  checkFiles(schema, platform);
  checkEngineNames(schema);
  checkInheritedNames(schema, definitions);
  checkReach(schema);
  // A definition that did not parse may hold what seems to be missing.
  if (!problems.some(({ code }) => code === 'syntax')) checkEmpty(schema);
  const model = freeze(schema);
  return {
    model: placed.prefix === '' ? model : { ...model, platformPrefix: placed.prefix },
    problems: inOrder(problems, sources),
  };
}

/** Sorts problems by their place. A problem of the whole schema has no place and comes last. */
function inOrder(problems: readonly Problem[], sources: readonly SchemaSource[]): readonly Problem[] {
  const files = sources.map(({ file }) => file);
  const rank = ({ at }: Problem) => [
    at ? files.indexOf(at.file) : files.length,
    at?.line ?? 0,
    at?.column ?? 0,
  ];
  return problems.toSorted((a, b) => {
    const left = rank(a);
    return rank(b).reduce((order, value, place) => order || (left[place] ?? 0) - value, 0);
  });
}

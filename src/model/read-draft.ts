import { collectUses } from './collect-uses.ts';
import type { Definitions } from './definitions.ts';
import { readEnum, readInput, readType, readUnion } from './read-types.ts';
import type { Report } from './report.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** Reads definitions into a draft, to which no directive has been applied yet. */
export function readDraft(
  definitions: Definitions,
  broken: ReadonlySet<string>,
  fileType: string,
  report: Report,
): SchemaDraft {
  const map = <N, T>(of: ReadonlyMap<string, N>, read: (node: N, to: Report) => T) =>
    new Map([...of].map(([name, node]) => [name, read(node, report)]));
  const types = map(definitions.types, readType);
  return {
    types,
    enums: map(definitions.enums, readEnum),
    inputs: map(definitions.inputs, readInput),
    unions: map(definitions.unions, readUnion),
    uses: collectUses(types.values(), report),
    broken,
    fileType,
    report,
  };
}

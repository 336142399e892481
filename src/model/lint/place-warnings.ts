import { type ASTNode, isTypeDefinitionNode, isTypeExtensionNode } from 'graphql';

import { parseSource } from '../parse-source.ts';
import type { Place, Problem } from '../problem.ts';
import type { SchemaSource } from '../read.ts';

/** The type or field that a warning begins with: `Task.title`, or `The enum "Status"`. */
const SUBJECT = /^(?:The \w+ "(\w+)"|(\w+)(?:\.(\w+))?)/;

/** Returns warnings with their places: that of the field that each begins with, or else of the type. */
export function placeWarnings(
  warnings: readonly Problem[],
  sources: readonly SchemaSource[],
): readonly Problem[] {
  if (warnings.length === 0) return warnings;
  const places = placesIn(sources);
  return warnings.map((problem) => {
    const [, quoted, type = quoted ?? '', field = ''] = SUBJECT.exec(problem.message) ?? [];
    const at = places.get(`${type}.${field}`) ?? places.get(type);
    return at ? { ...problem, at } : problem;
  });
}

/** Returns the places of types and fields by name. A field that an extension declares is in the extension. */
function placesIn(sources: readonly SchemaSource[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { file, text } of sources) {
    for (const node of parseSource(file, text, () => undefined).nodes) {
      if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
      const type = node.name.value;
      note(places, type, node.name);
      for (const field of 'fields' in node ? (node.fields ?? []) : [])
        note(places, `${type}.${field.name.value}`, field.name);
    }
  }
  return places;
}

function note(places: Map<string, Place>, name: string, { loc }: ASTNode): void {
  if (!loc || places.has(name)) return;
  const { startToken, source } = loc;
  places.set(name, { file: source.name, line: startToken.line, column: startToken.column });
}

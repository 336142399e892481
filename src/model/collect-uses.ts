import type { ConstDirectiveNode } from 'graphql';

import { openValues } from './argument-values.ts';
import { coerceArguments, isRepeatable } from './coerce-arguments.ts';
import type { DirectiveUse, DirectiveName } from './directive-use.ts';
import { directives } from './directives/index.ts';
import type { FieldDraft, TypeDraft } from './draft.ts';
import type { Report } from './report.ts';
import { lineInstead } from './first-version.ts';
import { didYouMean, nearest } from './suggest.ts';
import { unsupportedDirectives } from './unsupported.ts';

/** Returns every directive that can be applied, in the order of the schema, and reports the others. */
export function collectUses(types: Iterable<TypeDraft>, report: Report): readonly DirectiveUse[] {
  const uses: DirectiveUse[] = [];
  for (const type of types) {
    uses.push(...usesAt(type.node?.directives ?? [], type, null, report));
    for (const field of type.fields.values()) {
      uses.push(...usesAt(field.node?.directives ?? [], type, field, report));
    }
  }
  return uses;
}

/** Returns how messages name the use of a directive: `Task.project: @belongsTo`. */
export function subjectOf(name: string, type: TypeDraft, field: FieldDraft | null): string {
  return `${type.name}${field ? `.${field.name}` : ''}: @${name}`;
}

function usesAt(
  nodes: readonly ConstDirectiveNode[],
  type: TypeDraft,
  field: FieldDraft | null,
  report: Report,
): readonly DirectiveUse[] {
  const seen = new Set<string>();
  return nodes.flatMap((node) => {
    const written = node.name.value;
    if (written === 'deprecated') return [];
    const name = isSupported(written)
      ? written
      : refuse(node, subjectOf(written, type, field), { type, field, report });
    if (name === null) return [];
    const subject = subjectOf(name, type, field);
    if (!((field ? 'onField' : 'onType') in directives[name])) {
      report('misplaced-directive', `${subject} is on a ${field ? 'field' : 'type'}.`, {
        at: node,
        hint: `Write it on a ${field ? 'type' : 'field'}.`,
      });
      return [];
    }
    if (seen.has(name) && !isRepeatable(name)) {
      report('duplicate-directive', `${subject} is written twice.`, { at: node, hint: 'Keep one.' });
      return [];
    }
    seen.add(name);
    return [{ name, node, type, field, values: openValues(coerceArguments(name, node, subject, report)) }];
  });
}

function isSupported(name: string): name is DirectiveName {
  return Object.hasOwn(directives, name);
}

/**
 * Reports a directive that has no meaning here. Returns the directive that was meant, so that it is not reported as
 * missing too.
 */
function refuse(
  node: ConstDirectiveNode,
  subject: string,
  { type, field, report }: { type: TypeDraft; field: FieldDraft | null; report: Report },
): DirectiveName | null {
  const name = node.name.value;
  const instead = Object.hasOwn(unsupportedDirectives, name) ? unsupportedDirectives[name] : undefined;
  if (instead !== undefined) {
    const line = ['key', 'connection'].includes(name) ? lineInstead(node, type, field) : undefined;
    const hint = line === undefined ? instead : `Write this: ${line}`;
    report('unsupported-directive', `${subject} is not supported.`, { at: node, hint });
    return null;
  }
  const meant = nearest(name, Object.keys(directives));
  report('unknown-directive', `${subject} is not a directive that we know.`, {
    at: node,
    hint: didYouMean(name, [...Object.keys(directives), 'deprecated']) ?? 'Remove it.',
  });
  return meant !== undefined && isSupported(meant) ? meant : null;
}

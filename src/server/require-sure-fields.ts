import {
  Kind,
  OperationTypeNode,
  parse,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import { Refusal } from '../tenant/index.ts';

/** Maximum number of tokens of a document. */
export const MAX_TOKENS = 2000;
const CONDITIONAL = /@\s*(skip|include)\b/;
const SUBSCRIBES = /\bsubscription\b/;

/**
 * Requires that a document says by itself which fields of Subscription are selected: GraphQL allows no variable there (GraphQL
 * specification, "Single Root Field"). The validation of graphql throws at such a field where it should report.
 * @throws {Refusal} BAD_REQUEST
 */
export function requireSureFields(query: string): void {
  const document = CONDITIONAL.test(query) && SUBSCRIBES.test(query) ? parsed(query) : null;
  for (const definition of document?.definitions ?? [])
    if (
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      isUnsure(definition.selectionSet, fragmentsOf(document), new Set())
    )
      throw new Refusal(
        'BAD_REQUEST',
        'A field of Subscription has no @skip or @include with a variable: write true or false.',
        { wholeRequest: true },
      );
}

/** Returns null for a text that is no document. What reads it next says so. */
function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true, maxLexicalTokens: MAX_TOKENS });
  } catch {
    return null;
  }
}

function fragmentsOf(document: DocumentNode | null): ReadonlyMap<string, FragmentDefinitionNode> {
  const definitions = document?.definitions ?? [];
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}

function isUnsure(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
): boolean {
  return selections.some((node) => {
    const conditions = node.directives?.filter(({ name }) => ['skip', 'include'].includes(name.value)) ?? [];
    if (!conditions.every(isSure)) return true;
    if (node.kind === Kind.INLINE_FRAGMENT) return isUnsure(node.selectionSet, fragments, seen);
    if (node.kind === Kind.FIELD || seen.has(node.name.value)) return false;
    seen.add(node.name.value);
    const fragment = fragments.get(node.name.value);
    return fragment !== undefined && isUnsure(fragment.selectionSet, fragments, seen);
  });
}

/** Returns whether a condition is the same at each execution. */
function isSure({ arguments: given = [] }: DirectiveNode): boolean {
  return given.some(({ name, value }) => name.value === 'if' && value.kind === Kind.BOOLEAN);
}

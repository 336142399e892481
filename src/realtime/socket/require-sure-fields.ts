import {
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import { Refusal } from '../../tenant/index.ts';

const CONDITIONAL = /@\s*(skip|include)\b/;

/**
 * Requires that no variable decides which fields of Subscription are selected: GraphQL allows no such field (GraphQL
 * specification, "Single Root Field"). The validation of graphql has no variables there, and throws where it should report.
 * @throws {Refusal} BAD_REQUEST
 */
export function requireSureFields(query: string): void {
  const document = CONDITIONAL.test(query) ? parsed(query) : null;
  for (const definition of document?.definitions ?? [])
    if (
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      isUnsure(definition.selectionSet, fragmentsOf(document), new Set())
    )
      throw new Refusal('BAD_REQUEST', 'A field of Subscription has no @skip or @include with a variable.');
}

/** Returns null for a text that is no document. What reads it next says so. */
function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true });
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
    if (conditions.some((one) => one.arguments?.some(({ value }) => value.kind === Kind.VARIABLE)))
      return true;
    if (node.kind === Kind.INLINE_FRAGMENT) return isUnsure(node.selectionSet, fragments, seen);
    if (node.kind === Kind.FIELD || seen.has(node.name.value)) return false;
    seen.add(node.name.value);
    const fragment = fragments.get(node.name.value);
    return fragment !== undefined && isUnsure(fragment.selectionSet, fragments, seen);
  });
}

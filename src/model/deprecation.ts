import { type ConstDirectiveNode, DEFAULT_DEPRECATION_REASON, Kind } from 'graphql';

/** Returns the reason of GraphQL's `@deprecated` (spec section 3.13.3), or undefined. */
export function deprecationOf(node: {
  readonly directives?: readonly ConstDirectiveNode[];
}): string | undefined {
  const directive = node.directives?.find(({ name }) => name.value === 'deprecated');
  if (!directive) return undefined;
  const reason = directive.arguments?.find(({ name }) => name.value === 'reason')?.value;
  return reason?.kind === Kind.STRING ? reason.value : DEFAULT_DEPRECATION_REASON;
}

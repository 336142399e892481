import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import { costKindOf, type CostKind } from '../../engine/index.ts';

import { argumentsOf, isSelected, variablesOf, type Variables } from './arguments.ts';
import { MIN_COST, ONE, priceOf, type Page } from './weights.ts';

/** The estimated cost of an operation, from the schema and the document alone. */
export interface Estimate {
  /**
   * Maximum points of the rows in the answer. An answer costs more if the API reads rows that it does not
   * return, or if a resolver returns more rows than `limit`.
   */
  readonly cost: number;
  /** Number of nested fields, from the root to the deepest field. Introspection does not count. */
  readonly depth: number;
  /** Whether it only reads rows, by fields of the product alone. So it may be begun and dropped. */
  readonly isRead: boolean;
}

/**
 * Estimates the cost of an operation of a validated document. Aliases and repeated fields count each time.
 * Reads each selection once for each kind of page around it, so the work is bounded by the document's length.
 * @example
 * ```ts
 * const { cost, depth } = estimate(executableSchema, operation, fragments, { limit: 20 });
 * ```
 */
export function estimate(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  given: Readonly<Record<string, unknown>>,
): Estimate {
  const root = schema.getRootType(operation.operation);
  const reader = openReader(schema, fragments, variablesOf(operation, given));
  const level = root ? reader.level(operation.selectionSet, root, ONE) : NOTHING;
  const isRead = operation.operation === OperationTypeNode.QUERY && level.isRead;
  return { cost: Math.max(MIN_COST, level.cost), depth: level.depth, isRead };
}

const NOTHING: Estimate = { cost: 0, depth: 0, isRead: true };

/** The fields whose resolvers read rows and do nothing else. */
const READS: ReadonlySet<CostKind['is']> = new Set(['row', 'page', 'count', 'items', 'total']);

function openReader(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
) {
  const known = new Map<SelectionSetNode, Map<string, Estimate>>();

  const level = (set: SelectionSetNode, type: GraphQLCompositeType, page: Page): Estimate => {
    const levels = known.get(set) ?? new Map<string, Estimate>();
    known.set(set, levels);
    const key = `${type.name} ${page.size} ${page.filtered}`;
    const found = levels.get(key) ?? levelOf([...partsOf(set, type, page, new Set())]);
    levels.set(key, found);
    return found;
  };

  /** Lists the parts of a selection. Reads a fragment once if an object names it twice, as execution does. */
  function* partsOf(
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    page: Page,
    seen: Set<FragmentDefinitionNode>,
  ): Generator<Estimate> {
    for (const node of set.selections) {
      if (!isSelected(node, variables)) continue;
      if (node.kind === Kind.FIELD) yield* fieldParts(node, type, page);
      else {
        const named = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : undefined;
        if (named && seen.has(named)) continue;
        if (named) seen.add(named);
        const { selectionSet, typeCondition } = named ?? (node as InlineFragmentNode);
        const condition = typeCondition && schema.getType(typeCondition.name.value);
        yield* partsOf(selectionSet, isCompositeType(condition) ? condition : type, page, seen);
      }
    }
  }

  /** Lists the parts of a field. A field of an interface costs as much as in the most expensive type. */
  function* fieldParts(node: FieldNode, type: GraphQLCompositeType, page: Page): Generator<Estimate> {
    if (node.name.value.startsWith('__')) return;
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    const parts = types.flatMap((one) => partOf(node, one, page) ?? []);
    const dearest = parts.sort((a, b) => b.cost - a.cost)[0];
    if (dearest) yield { ...levelOf(parts), cost: dearest.cost };
  }

  const partOf = (node: FieldNode, parent: GraphQLObjectType, page: Page): Estimate | null => {
    const field = parent.getFields()[node.name.value];
    if (!field) return null;
    const given = argumentsOf(field, node.arguments ?? [], variables);
    const { base, each, most, inside } = priceOf(schema, parent, field, given, page);
    const type = getNamedType(field.type);
    const isObject = node.selectionSet && isCompositeType(type);
    const below = isObject ? level(node.selectionSet, type, inside) : NOTHING;
    return {
      cost: base + most * ((isObject ? each : 0) + below.cost),
      depth: 1 + below.depth,
      isRead: below.isRead && isReadField(field, parent === schema.getQueryType()),
    };
  };

  return { level };
}

function levelOf(parts: readonly Estimate[]): Estimate {
  return {
    cost: parts.reduce((total, { cost }) => total + cost, 0),
    depth: Math.max(0, ...parts.map(({ depth }) => depth)),
    isRead: parts.every(({ isRead }) => isRead),
  };
}

/** Returns whether a field reads rows and does nothing else. A root field without a kind is one of the platform. */
function isReadField(field: GraphQLField<unknown, unknown>, isRoot: boolean): boolean {
  const work = costKindOf(field);
  return work ? READS.has(work.is) : !isRoot;
}

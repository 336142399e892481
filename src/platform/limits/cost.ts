import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
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

import { DEFAULT_LIMIT, MAX_LIMIT, costKindOf, type CostKind } from '../../engine/index.ts';
import { argumentsOf, isSelected, variablesOf, type FieldArguments, type Variables } from './arguments.ts';
import type { Level, Part } from './parts.ts';

/**
 * Points of cost. In addition, each row and each page of rows costs one. Scalars and nested objects of a row
 * are free.
 */
const WEIGHTS = {
  /** A count that a counter answers, and a count that reads rows. */
  count: 1,
  filteredCount: 10,
  /** A create, update or delete. A batch costs this for each row. */
  write: 10,
  /** A field with a custom resolver. */
  customQuery: 5,
  customMutation: 10,
  customField: 1,
} as const;

/** The minimum cost of a request. */
export const MIN_COST = 1;

/** The estimated cost of an operation, from the schema and the document alone. */
export interface Estimate {
  /** Maximum points. An answer costs more only if a resolver returns more rows than `limit`. */
  readonly cost: number;
  /** Number of nested fields, from the root to the deepest field. Introspection does not count. */
  readonly depth: number;
  /** The parts of the estimate. `actualCost` reads the answer with them. */
  readonly level: Level;
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
  return { cost: Math.max(MIN_COST, level.cost), depth: level.depth, level };
}

/** The page in which fields are selected, as far as their cost depends on it. */
interface Page {
  readonly size: number;
  readonly filtered: boolean;
}

const ONE: Page = { size: 1, filtered: false };
const NOTHING: Level = { parts: [], cost: 0, depth: 0 };

function openReader(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
) {
  const known = new Map<SelectionSetNode, Map<string, Level>>();

  const level = (set: SelectionSetNode, type: GraphQLCompositeType, page: Page): Level => {
    const levels = known.get(set) ?? new Map<string, Level>();
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
  ): Generator<Part> {
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
  function* fieldParts(node: FieldNode, type: GraphQLCompositeType, page: Page): Generator<Part> {
    if (node.name.value.startsWith('__')) return;
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    const parts = types.flatMap((one) => partOf(node, one, page) ?? []);
    const dearest = parts.sort((a, b) => b.cost - a.cost)[0];
    if (dearest) yield { ...dearest, depth: Math.max(...parts.map(({ depth }) => depth)) };
  }

  const partOf = (node: FieldNode, parent: GraphQLObjectType, page: Page): Part | null => {
    const field = parent.getFields()[node.name.value];
    if (!field) return null;
    const work = costKindOf(field);
    const given = argumentsOf(field, node.arguments ?? [], variables);
    const { base, each, most, inside } = priceOf(schema, parent, field, work, given, page);
    const type = getNamedType(field.type);
    const below =
      node.selectionSet && isCompositeType(type) ? level(node.selectionSet, type, inside) : NOTHING;
    const perObject = below === NOTHING ? 0 : each;
    const key = node.alias?.value ?? node.name.value;
    const cost = base + most * (perObject + below.cost);
    return { key, base, each: perObject, below, cost, depth: 1 + below.depth };
  };

  return { level };
}

interface Price {
  /** Points of the field itself, and of each object in its value. */
  readonly base: number;
  readonly each: number;
  /** Maximum number of objects in its value. */
  readonly most: number;
  /** The page for the fields of these objects, if they are pages. */
  readonly inside: Page;
}

function priceOf(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  work: CostKind | null,
  given: FieldArguments,
  page: Page,
): Price {
  const free = { base: 0, each: 0, most: 1, inside: ONE };
  const filtered = given.isGiven('filter');
  switch (work?.is) {
    case undefined: {
      const isItems = field.name === 'items' && Object.hasOwn(parent.getFields(), 'nextToken');
      if (isItems) return { ...free, each: 1, most: page.size };
      return { ...free, most: isListType(getNullableType(field.type)) ? DEFAULT_LIMIT : 1 };
    }
    case 'row':
      return { ...free, each: 1 };
    case 'page':
      return { ...free, each: 1, inside: { size: sizeOf(given, work.limit), filtered } };
    case 'items':
      return { ...free, each: 1, most: page.size };
    case 'total':
      return { ...free, base: page.filtered ? WEIGHTS.filteredCount : WEIGHTS.count };
    case 'count':
      return { ...free, base: filtered ? WEIGHTS.filteredCount : WEIGHTS.count };
    case 'write':
      return { ...free, base: WEIGHTS.write, each: 1 };
    case 'batch': {
      const rows = given.members('input');
      return { ...free, base: WEIGHTS.write * rows, each: 1, most: rows };
    }
    case 'custom': {
      const base = customWeight(schema, parent);
      const size = sizeOf(given, DEFAULT_LIMIT);
      const most = isListType(getNullableType(field.type)) ? size : 1;
      return { base, each: 1, most, inside: { size, filtered } };
    }
    default:
      return work satisfies never;
  }
}

/** Returns the size of a page. The field itself refuses a limit that is out of bounds. */
function sizeOf(given: FieldArguments, otherwise: number): number {
  return Math.min(MAX_LIMIT, Math.max(0, given.integer('limit') ?? otherwise));
}

function customWeight(schema: GraphQLSchema, parent: GraphQLObjectType): number {
  if (parent === schema.getQueryType()) return WEIGHTS.customQuery;
  if (parent === schema.getMutationType()) return WEIGHTS.customMutation;
  return WEIGHTS.customField;
}

function levelOf(parts: readonly Part[]): Level {
  return {
    // `actualCost` need not read parts that are free.
    parts: parts.filter(({ cost }) => cost > 0),
    cost: parts.reduce((total, { cost }) => total + cost, 0),
    depth: Math.max(0, ...parts.map(({ depth }) => depth)),
  };
}

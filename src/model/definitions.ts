import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type UnionTypeDefinitionNode,
} from 'graphql';

import { isRootName } from './names.ts';
import { prelude } from './prelude.ts';
import type { Report } from './report.ts';
import { builtInScalars, refuse, refuseAmplify, refuseScalar } from './refuse-definition.ts';
import { didYouMean } from './suggest.ts';

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** The type definitions of a schema by name, in the order of the schema. The extensions of each are merged into it. */
export interface Definitions {
  /** Objects, interfaces and the root types. */
  readonly types: ReadonlyMap<string, Fielded>;
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly unions: ReadonlyMap<string, UnionTypeDefinitionNode>;
}

/** Sorts definitions by kind, merges extensions, and reports duplicate names and the definitions that we refuse. */
export function gatherDefinitions(
  nodes: readonly DefinitionNode[],
  broken: ReadonlySet<string>,
  report: Report,
): Definitions {
  const own = nodes.filter((node) => !isOurs(node));
  const merged = new Map<string, TypeDefinitionNode>();
  for (const node of own) {
    if (!isTypeDefinitionNode(node)) {
      if (!isTypeExtensionNode(node)) refuse(node, report);
      continue;
    }
    const name = node.name.value;
    if (merged.has(name)) {
      report('duplicate-name', `The type "${name}" is declared twice.`, {
        at: node,
        hint: `Write "extend type ${name}" to add to it, or rename one.`,
      });
    } else merged.set(name, node);
  }
  for (const node of own)
    if (isTypeExtensionNode(node) && !broken.has(node.name.value)) extend(merged, node, report);
  return byKind(merged, report);
}

const extended = {
  [Kind.OBJECT_TYPE_EXTENSION]: { kind: Kind.OBJECT_TYPE_DEFINITION, word: 'type' },
  [Kind.INTERFACE_TYPE_EXTENSION]: { kind: Kind.INTERFACE_TYPE_DEFINITION, word: 'interface' },
  [Kind.UNION_TYPE_EXTENSION]: { kind: Kind.UNION_TYPE_DEFINITION, word: 'union' },
  [Kind.ENUM_TYPE_EXTENSION]: { kind: Kind.ENUM_TYPE_DEFINITION, word: 'enum' },
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: { kind: Kind.INPUT_OBJECT_TYPE_DEFINITION, word: 'input' },
  [Kind.SCALAR_TYPE_EXTENSION]: { kind: Kind.SCALAR_TYPE_DEFINITION, word: 'scalar' },
} as const satisfies Record<TypeExtensionNode['kind'], { kind: TypeDefinitionNode['kind']; word: string }>;

/** Merges an extension into its type. A root type need not be declared before it is extended. */
function extend(merged: Map<string, TypeDefinitionNode>, node: TypeExtensionNode, report: Report): void {
  const name = node.name.value;
  const { kind, word } = extended[node.kind];
  const base = merged.get(name);
  if (base?.kind === kind) merged.set(name, join(base, node));
  else if (!base && kind === Kind.OBJECT_TYPE_DEFINITION && isRootName(name)) {
    merged.set(name, { ...node, kind } as TypeDefinitionNode);
  } else {
    report('unknown-type', `"${name}" is extended, but there is no such ${word}.`, {
      at: node,
      hint: didYouMean(name, merged.keys()) ?? `Declare "${name}" without "extend".`,
    });
  }
}

function join(base: TypeDefinitionNode, extension: TypeExtensionNode): TypeDefinitionNode {
  const parts: Record<string, unknown> = {};
  for (const part of ['directives', 'interfaces', 'fields', 'values', 'types']) {
    const of = (node: object): readonly unknown[] =>
      (node as Record<string, readonly unknown[] | undefined>)[part] ?? [];
    parts[part] = [...of(base), ...of(extension)];
  }
  return { ...base, ...parts };
}

function byKind(merged: ReadonlyMap<string, TypeDefinitionNode>, report: Report): Definitions {
  const types = new Map<string, Fielded>();
  const inputs = new Map<string, InputObjectTypeDefinitionNode>();
  const enums = new Map<string, EnumTypeDefinitionNode>();
  const unions = new Map<string, UnionTypeDefinitionNode>();
  for (const [name, node] of merged) {
    if (!checkName(name, node, report)) continue;
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        types.set(name, node);
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        if (name === 'AMPLIFY') refuseAmplify(node, report);
        else inputs.set(name, node);
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        enums.set(name, node);
        break;
      case Kind.UNION_TYPE_DEFINITION:
        unions.set(name, node);
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
        refuseScalar(node, report);
        break;
      default:
        node satisfies never;
    }
  }
  return { types, inputs, enums, unions };
}

function checkName(name: string, node: TypeDefinitionNode, report: Report): boolean {
  const taken = builtInScalars.includes(name) && node.kind !== Kind.SCALAR_TYPE_DEFINITION;
  if (!taken && !name.startsWith('__')) return true;
  report(
    'reserved-name',
    `The type "${name}" has a name that ${taken ? 'a scalar has' : 'GraphQL keeps for itself'}.`,
    {
      at: node,
      hint: 'Rename it.',
    },
  );
  return false;
}

let ours: ReadonlySet<string> | undefined;

/**
 * Returns whether a definition is one of the prelude, word for word: a schema folder may contain `schema/aws.graphql`.
 */
function isOurs(node: DefinitionNode): boolean {
  ours ??= new Set(parse(prelude).definitions.map(print));
  return ours.has(print(node));
}

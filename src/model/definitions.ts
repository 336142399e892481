import {
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type ScalarTypeDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type UnionTypeDefinitionNode,
} from 'graphql';

import { prelude } from './prelude.ts';
import type { Report } from './report.ts';
import { awsScalars } from './scalars/index.ts';
import { didYouMean } from './suggest.ts';

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** The type definitions of a schema by name, each with its extensions merged in, in the order of the schema. */
export interface Definitions {
  /** Objects, interfaces and the root types. */
  readonly types: ReadonlyMap<string, Fielded>;
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly unions: ReadonlyMap<string, UnionTypeDefinitionNode>;
}

/** Sorts definitions by kind, merges extensions, and reports names given twice and definitions we refuse. */
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

/** A root type need not be declared before it is extended. */
function extend(merged: Map<string, TypeDefinitionNode>, node: TypeExtensionNode, report: Report): void {
  const name = node.name.value;
  const kind = node.kind.replace('Extension', 'Definition');
  const base = merged.get(name);
  if (!base && /^(Query|Mutation|Subscription)$/.test(name)) {
    merged.set(name, { ...node, kind } as TypeDefinitionNode);
  } else if (base?.kind !== kind) {
    report('unknown-type', `"${name}" is extended, but there is no such ${words[kind] ?? 'type'}.`, {
      at: node,
      hint: didYouMean(name, merged.keys()) ?? `Declare "${name}" without "extend".`,
    });
  } else merged.set(name, join(base, node));
}

const words: Readonly<Record<string, string>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'type',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
};

function join(base: TypeDefinitionNode, extension: TypeExtensionNode): TypeDefinitionNode {
  const parts: Record<string, unknown> = {};
  for (const part of ['directives', 'interfaces', 'fields', 'values', 'types']) {
    const of = (node: object): readonly unknown[] =>
      (node as Record<string, readonly unknown[] | undefined>)[part] ?? [];
    parts[part] = [...of(base), ...of(extension)];
  }
  return { ...base, ...parts } as TypeDefinitionNode;
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
        if (name === 'Subscription') refuseSubscription(node, report);
        else types.set(name, node);
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

const builtIn = ['ID', 'String', 'Int', 'Float', 'Boolean', ...Object.keys(awsScalars)];

function checkName(name: string, node: TypeDefinitionNode, report: Report): boolean {
  const taken = builtIn.includes(name) && node.kind !== Kind.SCALAR_TYPE_DEFINITION;
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

/** True for a definition of the prelude, word for word: `schema/aws.graphql` may lie beside the schema. */
function isOurs(node: DefinitionNode): boolean {
  ours ??= new Set(parse(prelude).definitions.map(print));
  return ours.has(print(node));
}

function refuse(node: DefinitionNode, report: Report): void {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) refuseDirective(node, report);
  else if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
    report('unsupported-definition', 'The schema says "schema { … }".', {
      at: node,
      hint: 'Remove it: the root types are named Query and Mutation.',
    });
  } else {
    report('unsupported-definition', 'The schema holds an operation or a fragment.', {
      at: node,
      hint: 'Remove it: a schema only declares types.',
    });
  }
}

function refuseDirective(node: DirectiveDefinitionNode, report: Report): void {
  report('unsupported-definition', `The schema defines the directive @${node.name.value}.`, {
    at: node,
    hint: 'Remove the definition: the directives are those of schema/aws.graphql.',
  });
}

function refuseScalar(node: ScalarTypeDefinitionNode, report: Report): void {
  const name = node.name.value;
  if (builtIn.includes(name)) return;
  report('unsupported-scalar', `The schema declares the scalar "${name}".`, {
    at: node,
    hint: didYouMean(name, builtIn) ?? 'Use AWSJSON, or another of the scalars of schema/aws.graphql.',
  });
}

function refuseSubscription(node: Fielded, report: Report): void {
  report('unsupported-subscription', 'The schema declares the type "Subscription".', {
    at: node,
    hint: 'Remove it: there are no subscriptions.',
  });
}

function refuseAmplify(node: InputObjectTypeDefinitionNode, report: Report): void {
  report('unsupported-definition', 'The schema declares "input AMPLIFY", a rule for every type.', {
    at: node,
    hint: 'Remove it, and write @auth on each type.',
  });
}

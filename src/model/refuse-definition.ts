import {
  type ASTNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  Kind,
  type ScalarTypeDefinitionNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql';

import { upperFirst } from './names.ts';
import type { Report } from './report.ts';
import { awsScalars } from './scalars/index.ts';
import { typeInstead } from './foreign-words.ts';
import { didYouMean } from './suggest.ts';

/** Every scalar of a schema: GraphQL's five and AppSync's nine. */
export const builtInScalars: readonly string[] = [
  'ID',
  'String',
  'Int',
  'Float',
  'Boolean',
  ...Object.keys(awsScalars),
];

/** Refuses a definition that is not a type. */
export function refuse(node: DefinitionNode, report: Report): void {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) refuseDirective(node, report);
  else if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
    refuseRootTypes(node, report);
  } else {
    report('unsupported-definition', 'The schema holds an operation or a fragment.', {
      at: node,
      hint: 'Remove it: a schema only declares types.',
    });
  }
}

/** Refuses root types with names of their own. `schema { query: Query }` names what is so anyway. */
function refuseRootTypes(node: SchemaDefinitionNode | SchemaExtensionNode, report: Report): void {
  for (const { operation, type } of node.operationTypes ?? []) {
    const wanted = upperFirst(operation);
    const written = type.name.value;
    if (written === wanted) continue;
    report('unsupported-definition', `The schema says that the type of each ${operation} is "${written}".`, {
      at: type,
      hint: `Rename the type "${written}" to "${wanted}": the root types have these names.`,
    });
  }
}

function refuseDirective(node: DirectiveDefinitionNode, report: Report): void {
  report('unsupported-definition', `The schema defines the directive @${node.name.value}.`, {
    at: node,
    hint: 'Remove the definition: the directives are those of schema/aws.graphql.',
  });
}

export function refuseScalar(node: ScalarTypeDefinitionNode, report: Report): void {
  const name = node.name.value;
  if (builtInScalars.includes(name)) return;
  report('unsupported-scalar', `The schema declares the scalar "${name}".`, {
    at: node,
    hint:
      typeInstead(name) ??
      didYouMean(name, builtInScalars) ??
      'Use AWSJSON, or another of the scalars of schema/aws.graphql.',
  });
}

export function refuseAmplify(node: ASTNode, report: Report): void {
  report('unsupported-definition', 'The schema declares "input AMPLIFY", a rule for every type.', {
    at: node,
    hint: 'Remove it, and write @auth on each type.',
  });
}

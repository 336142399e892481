import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  parseType,
  validateSchema,
} from 'graphql';

import type { Definitions } from '../definitions.ts';
import type { TypeDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { awsScalars } from '../scalars/index.ts';
import { printTypeRef } from '../type-ref.ts';

const hint = "Change it to follow GraphQL's rules for types (specification, section 3).";

/**
 * Reports violations of GraphQL's own rules (spec section 3): unfulfilled interfaces, endless inputs, wrong enum
 * values.
 */
export function checkSpec(schema: SchemaDraft, definitions: Definitions): void {
  const document = { kind: Kind.DOCUMENT, definitions: definitionsOf(schema, definitions) } as const;
  const errors = validateSchema(buildASTSchema(document, { assumeValidSDL: true }));
  for (const { message, nodes } of errors) {
    // Our own checks report empty types and the names that GraphQL reserves.
    if (/must define one or more|must not begin with "__"/.test(message)) continue;
    const at = nodes?.find(({ loc }) => loc);
    schema.report('invalid-type', message, { at, hint });
  }
}

/** Returns the schema as GraphQL sees it: without directives, and without fields of unknown types. */
function definitionsOf(
  schema: SchemaDraft,
  { enums, inputs, unions }: Definitions,
): readonly DefinitionNode[] {
  const query = schema.types.get('Query');
  return [
    ...scalars,
    ...(query && query.fields.size > 0 ? [] : parse('type Query { none: Boolean }').definitions),
    ...[...schema.types.values()].flatMap((type) => {
      if (!type.node || (type.name === 'Query' && type.fields.size === 0)) return [];
      const interfaces = type.node.interfaces?.filter(
        ({ name }) => schema.types.get(name.value)?.is === 'interface',
      );
      return [{ ...type.node, directives: [], interfaces: interfaces ?? [], fields: fieldsOf(type) }];
    }),
    ...[...enums.values()].map((node) => ({ ...node, directives: [] })),
    ...[...inputs.values()].map((node) => ({
      ...node,
      directives: [],
      fields: (node.fields ?? []).filter(({ name }) => {
        const fields = schema.inputs.get(node.name.value)?.fields;
        return fields && Object.hasOwn(fields, name.value);
      }),
    })),
    ...[...unions.values()].map((node) => ({
      ...node,
      directives: [],
      types: (node.types ?? []).filter(({ name }) =>
        schema.unions.get(node.name.value)?.types.includes(name.value),
      ),
    })),
  ];
}

const scalars = parse(
  Object.keys(awsScalars)
    .map((name) => `scalar ${name}`)
    .join('\n'),
).definitions;

/**
 * Returns the fields that are valid and those that directives added, because an interface may ask for an implicit `id`.
 */
function fieldsOf(type: TypeDraft): readonly FieldDefinitionNode[] {
  return [...type.fields.values()].map((field) =>
    field.node
      ? { ...field.node, directives: [] }
      : {
          kind: Kind.FIELD_DEFINITION,
          name: { kind: Kind.NAME, value: field.name },
          type: parseType(printTypeRef(field.type)),
        },
  );
}

import type { ASTNode } from 'graphql';

import type { Definitions } from '../definitions.ts';
import { checkDeclaredInputs, inputNames } from './check-declared-inputs.ts';
import { isModel, type ModelTypeDraft } from '../draft.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { isName, nameHint, upperFirst } from '../names.ts';
import { baseName } from '../type-ref.ts';

/** Reports a name that the generated API makes twice, or that both the schema and the generated API use. */
export function checkNames(schema: SchemaDraft, definitions: Definitions): void {
  const generated = generatedTypes(schema);
  const inputs = new Set([...schema.types.values()].filter(isModel).flatMap(inputNames));
  checkDeclaredInputs(schema, definitions);
  for (const part of [definitions.types, definitions.inputs, definitions.enums, definitions.unions]) {
    for (const [name, node] of part) {
      const used = part === definitions.inputs && inputs.has(name);
      if (!used) checkTypeName(schema, generated, name, node);
    }
  }
  checkFilteredEnums(schema, definitions);
  checkSpelling(schema);
  checkRoot(schema, 'Query', (type) => [
    ['get', type.model.operations.get],
    ['list', type.model.operations.list],
    ...type.model.indexes.map(({ name, queryField }) => [`@index "${name}"`, queryField] as const),
  ]);
  checkRoot(schema, 'Mutation', (type) => [
    ['create', type.model.operations.create],
    ['update', type.model.operations.update],
    ['delete', type.model.operations.delete],
  ]);
  checkRoot(schema, 'Subscription', ({ model: { subscriptions } }) =>
    // One field may report several events of a type.
    [...new Set([...subscriptions.create, ...subscriptions.update, ...subscriptions.delete])].map(
      (name) => ['a subscription', name] as const,
    ),
  );
}

function checkTypeName(
  schema: SchemaDraft,
  generated: ReadonlyMap<string, string>,
  name: string,
  at: ASTNode,
): void {
  const maker = generated.get(name);
  const root =
    /^(Query|Mutation|Subscription)$/.test(name) && !schema.types.has(name) ? 'GraphQL' : undefined;
  const taker = maker ?? root ?? (isResolverName(schema, name) ? RESOLVERS : undefined);
  if (taker === undefined) return;
  schema.report('reserved-name', `The type "${name}" has a name that the API of ${taker} needs.`, {
    at,
    hint: 'Rename it; a custom mutation may take an input of another name.',
  });
}

/** Reports an enum of which the filters would have the input of a scalar: of "Size", `ModelSizeInput`. */
function checkFilteredEnums(schema: SchemaDraft, definitions: Definitions): void {
  const fields = [...schema.types.values()].filter(isModel).flatMap(({ fields }) => [...fields.values()]);
  const filtered = new Set(fields.map(({ type }) => baseName(type)));
  for (const [name, node] of definitions.enums) {
    if (!filtered.has(name) || !SCALAR_INPUTS.has(`Model${name}Input`)) continue;
    schema.report(
      'reserved-name',
      `The enum "${name}" has a name that filters need: they have Model${name}Input.`,
      {
        at: node,
        hint: `Rename it, such as to "${name}Value".`,
      },
    );
  }
}

/** The inputs by which filters compare scalars. */
const SCALAR_INPUTS: ReadonlySet<string> = new Set([
  ...['String', 'ID', 'Int', 'Float', 'Boolean', 'Size'].map((base) => `Model${base}Input`),
  ...['String', 'ID', 'Int', 'Float', 'Boolean'].map((base) => `ModelSubscription${base}Input`),
]);

const RESOLVERS = 'resolvers in TypeScript';

/**
 * Returns whether src/generated has a type of this name for the resolvers of a type or for the arguments of a field, such
 * as `TaskResolvers` or `QueryGetTaskArgs`.
 */
function isResolverName(schema: SchemaDraft, name: string): boolean {
  if (/^(Query|Mutation|Subscription)([A-Z]\w*Args|Resolvers)$/.test(name)) return true;
  return [...schema.types.values()].some(
    (type) =>
      name === `${upperFirst(type.name)}Resolvers` ||
      [...type.fields.keys()].some((field) => name === `${upperFirst(type.name)}${upperFirst(field)}Args`),
  );
}

/** Types of src/generated that graphql-codegen names. It has no way to name them otherwise. */
const TYPESCRIPT = [
  ...[
    'Resolvers',
    'ResolversTypes',
    'ResolversParentTypes',
    'ResolversUnionTypes',
    'ResolversInterfaceTypes',
  ],
  'DirectiveResolvers',
];

/** Returns every generated type, with the name of the type that it is made for. */
function generatedTypes(schema: SchemaDraft): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  const add = (owner: string, names: readonly string[]) => {
    for (const name of names) made.set(name, owner);
  };
  add('filters', [...SCALAR_INPUTS]);
  for (const base of ['String', 'ID', 'Int', 'Float']) add('filters', [`Model${base}KeyConditionInput`]);
  add('filters', ['ModelAttributeTypes', 'ModelSortDirection']);
  add(RESOLVERS, TYPESCRIPT);
  for (const name of schema.enums.keys()) add(name, [`Model${name}Input`, `Model${name}ListInput`]);
  for (const type of schema.types.values()) if (isModel(type)) add(type.name, typesOf(type));
  return made;
}

function typesOf(type: ModelTypeDraft): readonly string[] {
  const { name, model } = type;
  const keys = [
    ...(model.key.sort.length > 1 ? ['Primary'] : []),
    ...model.indexes
      .filter(({ sort, declared }) => declared && sort.length > 1)
      .map((index) => upperFirst(index.name)),
  ];
  const upper = upperFirst(name);
  return [
    // Amplify writes a lower-case name in both ways.
    ...[upper, name].flatMap((spelled) => [`Model${spelled}Connection`, `Model${spelled}FilterInput`]),
    `Model${upper}ConditionInput`,
    `ModelSubscription${upper}FilterInput`,
    ...inputNames(type),
    ...keys.flatMap((key) => [
      `Model${name}${key}CompositeKeyConditionInput`,
      `Model${name}${key}CompositeKeyInput`,
    ]),
  ];
}

/** Reports two models whose names differ only in the case of the first letter, because their inputs have one name. */
function checkSpelling(schema: SchemaDraft): void {
  const seen = new Map<string, string>();
  for (const type of [...schema.types.values()].filter(isModel)) {
    const upper = upperFirst(type.name);
    const other = seen.get(upper);
    if (other !== undefined) {
      schema.report('name-collision', `"${other}" and "${type.name}" would both have Create${upper}Input.`, {
        at: type.node?.name,
        hint: 'Rename one.',
      });
    }
    seen.set(upper, type.name);
  }
}

type FieldsOf = (type: ModelTypeDraft) => readonly (readonly [what: string, name: string | null])[];

function checkRoot(
  schema: SchemaDraft,
  root: 'Query' | 'Mutation' | 'Subscription',
  fieldsOf: FieldsOf,
): void {
  const makers = new Map<string, string>();
  for (const type of schema.types.values()) {
    if (!isModel(type)) continue;
    for (const [what, name] of fieldsOf(type)) {
      if (name === null) continue;
      const maker = `${what} of ${type.name}`;
      const at = type.node?.name;
      if (!isName(name)) {
        schema.report('invalid-name', `${maker} is named "${name}", which is not a GraphQL name.`, {
          at,
          hint: nameHint,
        });
      }
      const other = makers.get(name);
      if (other !== undefined) {
        schema.report('name-collision', `${root}.${name} is made twice: for ${other} and for ${maker}.`, {
          at,
          hint: 'Rename one by an argument of @model or by "queryField" of @index.',
        });
      }
      makers.set(name, maker);
    }
  }
  for (const field of schema.types.get(root)?.fields.values() ?? []) {
    const maker = makers.get(field.name);
    if (maker === undefined) continue;
    schema.report('name-collision', `${root}.${field.name} is declared, and also made for ${maker}.`, {
      at: field.node,
      hint: 'Rename it, or switch the generated one off by an argument of @model.',
    });
  }
}

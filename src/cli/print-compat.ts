import { type ConstDirectiveNode, Kind, parse, print, printSchema, visit, type GraphQLSchema } from 'graphql';

import type { Model } from '../model/index.ts';

/** The directive as AppSync knows it, so that the printed text is valid by itself. */
const DEFINITION = 'directive @aws_subscribe(mutations: [String]) on FIELD_DEFINITION';

/** Prints Amplify's exact API. As Amplify does, it names the mutations of each subscription by `@aws_subscribe`. */
export function printCompat(schema: GraphQLSchema, model: Model): string {
  const text = printSchema(schema);
  const mutations = mutationsOf(model);
  if (mutations.size === 0) return text;
  const printed = visit(parse(text), {
    ObjectTypeDefinition: (type) => (type.name.value === 'Subscription' ? undefined : false),
    FieldDefinition: (field) => {
      const names = mutations.get(field.name.value) ?? [];
      return names.length > 0 ? { ...field, directives: [subscribe(names)] } : undefined;
    },
  });
  return `${DEFINITION}\n\n${print(printed)}`;
}

/** Returns the mutations of each field of Subscription. */
function mutationsOf({ models, subscriptions }: Model): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { operations, subscriptions: fields } of Object.values(models)) {
    for (const event of ['create', 'update', 'delete'] as const) {
      for (const name of fields[event])
        found.set(
          name,
          [...(found.get(name) ?? []), operations[event]].filter((one) => one !== null),
        );
    }
  }
  for (const { name, mutations } of Object.values(subscriptions)) found.set(name, mutations);
  return found;
}

function subscribe(mutations: readonly string[]): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'aws_subscribe' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'mutations' },
        value: { kind: Kind.LIST, values: mutations.map((value) => ({ kind: Kind.STRING, value }) as const) },
      },
    ],
  };
}

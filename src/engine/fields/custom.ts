import type { GraphQLFieldResolver } from 'graphql';

import type { Argument, CustomField } from '../../model/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import type { Context } from '../context.ts';
import { defaultValue } from '../types/default-value.ts';
import { withCostKind } from '../cost-kind.ts';

/** Returns a field that the schema declares and src/resolvers answers. */
export function customField(
  build: Build,
  typeName: string,
  field: Pick<CustomField, 'name' | 'type' | 'arguments'> & { readonly custom?: boolean },
): FieldConfig {
  const resolve = build.resolvers[typeName]?.[field.name] as
    GraphQLFieldResolver<unknown, Context> | undefined;
  return {
    type: build.types.output(field.type),
    args: argumentsOf(build, field.arguments),
    ...(field.custom === false ? {} : withCostKind({ is: 'custom' })),
    ...(resolve ? { resolve } : {}),
  };
}

function argumentsOf(
  build: Build,
  args: Readonly<Record<string, Argument>>,
): NonNullable<FieldConfig['args']> {
  return Object.fromEntries(
    Object.values(args).map(({ name, type: ref, description, default: value }) => {
      const type = build.types.input(ref);
      return [name, { type, description, ...defaultValue(type, value) }];
    }),
  );
}

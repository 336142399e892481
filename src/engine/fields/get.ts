import type { GraphQLOutputType } from 'graphql';

import { keyFields, type ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { keyRef } from '../types/key-arguments.ts';
import { tableOf } from './table-of.ts';

/** Returns `getTask(id: ID!): Task`, which answers null if the row does not exist. */
export function getField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.get;
  if (!name) return {};
  const key = keyFields(type.key).flatMap((part) => type.fields[part] ?? []);
  return {
    [name]: {
      type: build.types.named(type.name) as GraphQLOutputType,
      ...withCostKind({ is: 'row' }),
      args: Object.fromEntries(
        key.map((field) => [field.name, { type: build.types.input(keyRef(type, field)) }]),
      ),
      resolve: (_root, args, context) => tableOf(context, type).get(args as Row),
    },
  };
}

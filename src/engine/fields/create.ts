import type { GraphQLOutputType } from 'graphql';

import type { ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { createInput } from '../types/inputs.ts';
import { writeArguments, type WriteArguments } from './arguments.ts';
import { permitSelection } from './permit-selection.ts';
import { tableOf } from './table-of.ts';

/** Returns `createTask(input, condition): Task`, which creates a new row. It refuses a key that exists. */
export function createField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.create;
  if (!name) return {};
  return {
    [name]: {
      type: build.types.named(type.name) as GraphQLOutputType,
      ...withCostKind({ is: 'write' }),
      args: writeArguments(build, type, createInput(build, type)),
      resolve: (_root, { input, condition }: WriteArguments, context, info) => {
        const reads = permitSelection(build, type.name, { operation: 'create', changes: [] }, context, info);
        return tableOf(context, type).create(input, { when: condition, reads });
      },
    },
  };
}

import type { GraphQLOutputType } from 'graphql';

import type { ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { createInput } from '../types/inputs.ts';
import { writeArguments, type WriteArguments } from './arguments.ts';
import { relatedOf } from './find-related.ts';
import { permitSelection } from './permit-selection.ts';
import { tableOf } from './table-of.ts';
import { writtenOnce } from './written-once.ts';

/** Returns `createTask(input, condition): Task`, which creates a new row. It refuses a key that exists. */
export function createField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.create;
  if (!name) return {};
  return {
    [name]: {
      type: build.types.named(type.name) as GraphQLOutputType,
      ...withCostKind({ is: 'write' }),
      args: writeArguments(build, type, createInput(build, type)),
      resolve: async (_root, { input, condition }: WriteArguments, context, info) => {
        const write = { operation: 'create', changes: [] } as const;
        const { reads, related } = permitSelection(build, type.name, write, context, info);
        const { before } = relatedOf(build, type, related, context, 'create');
        const { rows } = await writtenOnce(type, 'create', context, info, {
          input: [input],
          reads,
          write: () => tableOf(context, type).create(input, { when: condition, reads, before }),
        });
        return rows[0];
      },
    },
  };
}

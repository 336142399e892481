import type { GraphQLOutputType } from 'graphql';

import type { ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { updateInput } from '../types/inputs.ts';
import { writeArguments, type WriteArguments } from './arguments.ts';
import { relatedOf } from './find-related.ts';
import { permitSelection } from './permit-selection.ts';
import { shownRow } from './shown-row.ts';
import { tableOf } from './table-of.ts';
import { writtenOnce } from './written-once.ts';

/**
 * Returns `updateTask(input, condition): Task`, which updates the given fields of an existing row. Null removes a
 * value.
 */
export function updateField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.update;
  if (!name) return {};
  return {
    [name]: {
      type: build.types.named(type.name) as GraphQLOutputType,
      ...withCostKind({ is: 'write' }),
      args: writeArguments(build, type, updateInput(build, type)),
      resolve: async (_root, { input, condition }: WriteArguments, context, info) => {
        const write = { operation: 'update', changes: Object.keys(input) } as const;
        const { reads, related } = permitSelection(build, type.name, write, context, info);
        const { before } = relatedOf(build, type, related, context, 'update');
        const { rows, demands } = await writtenOnce(type, 'update', context, info, {
          input: [input],
          reads,
          write: () => tableOf(context, type).update(input, { when: condition, reads, before }),
        });
        return rows.map((row) => shownRow(type, context, row, demands))[0];
      },
    },
  };
}

import type { GraphQLOutputType } from 'graphql';

import type { ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { deleteInput } from '../types/inputs.ts';
import { writeArguments, type WriteArguments } from './arguments.ts';
import { relatedOf } from './find-related.ts';
import { permitSelection } from './permit-selection.ts';
import { shownRow } from './shown-row.ts';
import { tableOf } from './table-of.ts';
import { writtenOnce } from './written-once.ts';

/** Returns `deleteTask(input, condition): Task`, which deletes an existing row and returns it as it was. */
export function deleteField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.delete;
  if (!name) return {};
  return {
    [name]: {
      type: build.types.named(type.name) as GraphQLOutputType,
      ...withCostKind({ is: 'write' }),
      args: writeArguments(build, type, deleteInput(build, type)),
      resolve: async (_root, { input, condition }: WriteArguments, context, info) => {
        const write = { operation: 'delete', changes: [] } as const;
        const { reads, related } = permitSelection(build, type.name, write, context, info);
        const { before, shown } = relatedOf(build, type, related, context, 'delete');
        const { rows, demands } = await writtenOnce(type, 'delete', context, info, {
          input: [input],
          reads,
          write: () => tableOf(context, type).delete(input, { when: condition, reads, before }),
        });
        return rows.map((row) => shownRow(type, context, shown(row), demands))[0];
      },
    },
  };
}

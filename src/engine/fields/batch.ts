import { GraphQLList, GraphQLNonNull, type GraphQLInputObjectType, type GraphQLOutputType } from 'graphql';

import type { ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { createInput, deleteInput, updateInput } from '../types/inputs.ts';
import { withCostKind } from '../cost-kind.ts';
import { relatedOf } from './find-related.ts';
import { permitSelection } from './permit-selection.ts';
import { shownRow } from './shown-row.ts';
import { tableOf } from './table-of.ts';
import { writtenOnce } from './written-once.ts';

const OPERATIONS = ['create', 'update', 'delete'] as const;
const inputs = { create: createInput, update: updateInput, delete: deleteInput };

/**
 * Returns `createTasks(input: [CreateTaskInput!]!)`, and the same for update and delete.
 * All rows are written or none, in one transaction of at most 100 writes with their side effects. The rows come back in
 * the order of the input.
 */
export function batchFields(build: Build, type: ModelType): FieldConfigs {
  if (build.compat) return {};
  return Object.assign(
    {},
    ...OPERATIONS.map((operation) => batchField(build, type, operation)),
  ) as FieldConfigs;
}

function batchField(build: Build, type: ModelType, operation: (typeof OPERATIONS)[number]): FieldConfigs {
  const single = type.operations[operation];
  const name = `${operation}${type.plural}`;
  if (single === null || isTaken(build, name)) return {};
  const row = new GraphQLNonNull(build.types.named(type.name) as never);
  const input: GraphQLInputObjectType = inputs[operation](build, type);
  return {
    [name]: {
      type: new GraphQLList(row) as GraphQLOutputType,
      ...withCostKind({ is: 'batch' }),
      description: `As ${single}, for several rows: all or none.`,
      args: { input: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(input))) } },
      resolve: async (_root, { input: rows }: { input: readonly Row[] }, context, info) => {
        const write = { operation, changes: rows.flatMap(Object.keys) };
        const { reads, related } = permitSelection(build, type.name, write, context, info);
        const others = rows.map(() => relatedOf(build, type, related, context, operation));
        const { rows: written, demands } = await writtenOnce(type, operation, context, info, {
          input: rows,
          reads,
          write: () =>
            context.store.transact((transaction) => {
              const table = tableOf({ store: transaction }, type);
              return Promise.all(
                rows.map((one, at) => table[operation](one, { reads, before: others[at]?.before })),
              );
            }),
        });
        return written.map((row, at) => {
          const whole = others[at]?.shown(row) ?? row;
          return operation === 'create' ? whole : shownRow(type, context, whole, demands);
        });
      },
    },
  };
}

/**
 * Returns whether a name is already used: a type may be its own plural, as Sheep, or that of another, and a mutation of
 * the schema keeps its name.
 */
function isTaken({ model }: Build, name: string): boolean {
  return (
    Object.hasOwn(model.mutations, name) ||
    Object.values(model.models).some(({ operations }) => OPERATIONS.some((one) => operations[one] === name))
  );
}

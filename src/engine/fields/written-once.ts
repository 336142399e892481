import type { GraphQLResolveInfo } from 'graphql';

import type { ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Context } from '../context.ts';
import { permitWrite, requireAll, type Demand } from '../tables/permit.ts';
import { once } from './once.ts';
import type { Write } from './permit-selection.ts';

/** The rows that a generated mutation wrote, and what the stored rows were shown to meet. */
interface Written {
  readonly rows: readonly Row[];
  readonly demands: readonly Demand[];
}

/**
 * Writes rows, or returns those that an earlier request with the same idempotency key wrote, if the caller still has the right
 * to write them.
 * @throws {Refusal} as `once`
 */
export function writtenOnce(
  type: ModelType,
  operation: Write['operation'],
  context: Context,
  info: GraphQLResolveInfo,
  {
    input,
    reads,
    write,
  }: {
    readonly input: readonly Row[];
    readonly reads: readonly Demand[];
    readonly write: () => Promise<Row | readonly Row[]>;
  },
): Promise<Written> {
  return once<Written>(context, info, {
    place: 'rows',
    isStepwise: false,
    run: async () => ({ rows: asList(await write()), demands: reads }),
    replay: (kept) => {
      const rows = asList(kept as Row | readonly Row[]);
      const site = { field: info.fieldName, on: 'Mutation' };
      input.forEach((values, at) => {
        const demands = permitWrite(type, context.scope.caller, operation, values, site);
        const row = rows[at];
        // Only a create is about the row as it was written.
        if (operation === 'create' && row) requireAll(type, demands, row);
      });
      return { rows, demands: [] };
    },
  });
}

function asList(rows: Row | readonly Row[]): readonly Row[] {
  return Array.isArray(rows) ? (rows as readonly Row[]) : [rows as Row];
}

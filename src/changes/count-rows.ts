import { countKind, type Model, type ModelType } from '../model/index.ts';
import type { Change, CountedChange, LateCounters, SendOf } from '../store/index.ts';
import { isGone, type Scope } from '../tenant/index.ts';
import { deadlineOf } from '../server/index.ts';
import type { Consumer } from './consumer.ts';

export interface CountRowsParts {
  readonly model: Model;
  readonly counters: LateCounters;
  /** Opens the scope of a tenant; null if there is no such tenant. */
  readonly scopeOf: (tenantId: string) => Promise<Scope | null>;
  readonly sendOf: SendOf;
  /** Returns what names the table that had the rows of a scope's tenant at a time. */
  readonly tableOf: (scope: Scope, at: number) => string;
}

/**
 * Counts the rows of types without `counts: EXACT`. A row counts from its creation until readers do not see it. It is the last
 * consumer: a record that must come again for another one is not counted before.
 */
export function countRows({ model, counters, scopeOf, sendOf, tableOf }: CountRowsParts): Consumer {
  const typeOf = ({ of }: Change): ModelType | null => {
    const type = of.is === 'row' && Object.hasOwn(model.models, of.type) ? model.models[of.type] : undefined;
    return type && countKind(type) === 'EVENTUAL' ? type : null;
  };
  return {
    name: 'count-rows',
    isLast: true,
    wants: (change) => byOf(change) !== null && typeOf(change) !== null,
    async consume(tenantId, changes, remaining) {
      const scope = await scopeOf(tenantId);
      // A purge deletes the counters with the rows.
      if (!scope || isGone(scope.tenant)) return [];
      const byType = new Map<ModelType, CountedChange[]>();
      for (const change of changes) {
        const [type, by] = [typeOf(change), byOf(change)];
        // What a move copies and erases is of neither table.
        if (!type || by === null || change.table !== tableOf(scope, change.at)) continue;
        const counted = byType.get(type) ?? [];
        byType.set(type, counted);
        counted.push({ id: `${change.table} ${change.eventId} ${change.sequence}`, by, at: change.at });
      }
      // A tenant that is being moved is counted too. The move then sets the counters of the new table, and what it has
      // counted changes them no more.
      const send = sendOf(scope, scope.tenant.isolation);
      const { deadline } = deadlineOf({ remaining });
      await Promise.all(
        [...byType].map(([type, counted]) => counters.count(scope, type, counted, { send, deadline })),
      );
      return [];
    },
  };
}

function byOf({ rowEvent }: Change): 1 | -1 | null {
  if (rowEvent?.is === 'create') return 1;
  return rowEvent?.is === 'delete' ? -1 : null;
}

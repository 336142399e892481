import { addUsage, NO_USAGE, OTHER, type OperationFigures, type UsageFigures } from '../../store/index.ts';
import type { CountedLine } from './counted-lines.ts';

/** The sums of the lines of one hour. */
export interface HourSums {
  /** Adds a line, unless it was added before. */
  add(line: CountedLine): void;
  /** Returns whether a line of the tenant was added. */
  has(tenantId: string): boolean;
  readonly tenants: ReadonlyMap<string, OperationFigures>;
}

/** Maximum number of operations of a tenant that are summed up by name. Clients choose the names. */
const MAX_NAMES = 1_000;

export function openHourSums(): HourSums {
  const added = new Set<number>();
  const tenants = new Map<string, Map<string, UsageFigures>>();
  return {
    add({ id, tenantId, operation, used }) {
      if (added.has(id)) return;
      added.add(id);
      const operations = tenants.get(tenantId) ?? new Map<string, UsageFigures>();
      tenants.set(tenantId, operations);
      const name = operations.has(operation) || operations.size < MAX_NAMES ? operation : OTHER;
      operations.set(name, addUsage(operations.get(name) ?? NO_USAGE, used));
    },
    has: (tenantId) => tenants.has(tenantId),
    tenants,
  };
}

import { addUsage, NO_USAGE, type DayRange, type UsageFigures } from '../../store/index.ts';
import { daysOf } from './day-range.ts';
import { OTHER, type Meter } from './meter.ts';

/** A day, or an operation, with what was counted of it. */
export interface DayUsage {
  readonly day: string;
  readonly figures: UsageFigures;
}
export interface OperationUsage {
  readonly operation: string;
  readonly figures: UsageFigures;
}

/** What a tenant used in a range of days. */
export interface UsageOfTenant extends DayRange {
  readonly days: readonly DayUsage[];
  /** By cost; read when it is asked for, since there are many more of them than days. */
  readonly operations: () => Promise<readonly OperationUsage[]>;
}

const MOST_DAYS = 366;
/** Operations that are listed; more are summed up. */
const MOST_OPERATIONS = 200;

/** @throws {Refusal} INVALID_ARGUMENTS for a range that is none or too long */
export async function readTenantUsage(
  meter: Meter,
  tenantId: string,
  { from, to }: DayRange,
): Promise<UsageOfTenant> {
  daysOf({ from, to }, MOST_DAYS);
  await meter.settle();
  const days = await meter.ledger.days(tenantId, { from, to });
  return {
    from,
    to,
    days: days.map(({ day, ...figures }) => ({ day, figures })),
    operations: async () => byCost(await meter.ledger.operations(tenantId, { from, to })),
  };
}

export function sumOf(parts: readonly { readonly figures: UsageFigures }[]): UsageFigures {
  return parts.reduce((sum, { figures }) => addUsage(sum, figures), NO_USAGE);
}

/** The fields of TenantUsage that both planes compute. */
export const tenantUsageFields = {
  total: ({ days }: UsageOfTenant) => sumOf(days),
  operations: ({ operations }: UsageOfTenant) => operations(),
};

/** Sums by name, the costliest first. What is not listed is among `other`, so that the sum of all is that of the days. */
function byCost(
  parts: readonly (UsageFigures & { readonly operation: string })[],
): readonly OperationUsage[] {
  const sums = new Map<string, UsageFigures>();
  const add = (operation: string, figures: UsageFigures): void => {
    sums.set(operation, addUsage(sums.get(operation) ?? NO_USAGE, figures));
  };
  for (const { operation, ...figures } of parts) add(operation, figures);
  const named = sorted(sums).filter(({ operation }) => operation !== OTHER);
  for (const { operation, figures } of named.slice(MOST_OPERATIONS - 1)) {
    sums.delete(operation);
    add(OTHER, figures);
  }
  return sorted(sums);
}

function sorted(sums: ReadonlyMap<string, UsageFigures>): OperationUsage[] {
  const all = [...sums].map(([operation, figures]) => ({ operation, figures }));
  const weight = ({ cost, rcu, wcu }: UsageFigures): readonly number[] => [cost, rcu + wcu];
  return all.sort((a, b) => {
    const [[costA = 0, unitsA = 0], [costB = 0, unitsB = 0]] = [weight(a.figures), weight(b.figures)];
    return costB - costA || unitsB - unitsA || (a.operation < b.operation ? -1 : 1);
  });
}

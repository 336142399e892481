import {
  addUsage,
  NO_USAGE,
  OTHER,
  type DayRange,
  type UsageFigures,
  type UsageLedger,
} from '../../store/index.ts';
import { daysOf } from './day-range.ts';

/** The usage of tenants. */
export interface UsageSource {
  readonly ledger: UsageLedger;
  /** Brings the ledger up to date, where this process can. On AWS a schedule does so, and this does nothing. */
  readonly catchUp: () => Promise<void>;
}

/** The usage of one day, and of one operation. */
export interface DayUsage {
  readonly day: string;
  readonly figures: UsageFigures;
}
export interface OperationUsage {
  readonly operation: string;
  readonly figures: UsageFigures;
}

/** The usage of a tenant in a range of days. */
export interface UsageOfTenant extends DayRange {
  readonly days: readonly DayUsage[];
  /**
   * Returns the operations by cost. Reads them only if a query selects them, since there are far more of them
   * than days.
   */
  readonly operations: () => Promise<readonly OperationUsage[]>;
}

const MAX_DAYS = 366;
/** Maximum number of listed operations. The others are summed up. */
const MAX_OPERATIONS = 200;

/**
 * Reads the usage of a tenant.
 * @throws {Refusal} INVALID_ARGUMENTS if the range is malformed or too long
 */
export async function readTenantUsage(
  { ledger, catchUp }: UsageSource,
  tenantId: string,
  { from, to }: DayRange,
): Promise<UsageOfTenant> {
  daysOf({ from, to }, MAX_DAYS);
  await catchUp();
  const days = await ledger.days(tenantId, { from, to });
  return {
    from,
    to,
    days: days.map(({ day, ...figures }) => ({ day, figures })),
    operations: async () => byCost(await ledger.operations(tenantId, { from, to })),
  };
}

export function sumOf(parts: readonly { readonly figures: UsageFigures }[]): UsageFigures {
  return parts.reduce((sum, { figures }) => addUsage(sum, figures), NO_USAGE);
}

/** Resolvers of TenantUsage on both planes. */
export const tenantUsageFields = {
  total: ({ days }: UsageOfTenant) => sumOf(days),
  operations: ({ operations }: UsageOfTenant) => operations(),
};

/**
 * Sums usage by operation, most expensive first. `other` holds the operations that are not listed, so that
 * all sums equal the days' total.
 */
function byCost(
  parts: readonly (UsageFigures & { readonly operation: string })[],
): readonly OperationUsage[] {
  const sums = new Map<string, UsageFigures>();
  const add = (operation: string, figures: UsageFigures): void => {
    sums.set(operation, addUsage(sums.get(operation) ?? NO_USAGE, figures));
  };
  for (const { operation, ...figures } of parts) add(operation, figures);
  const named = sorted(sums).filter(({ operation }) => operation !== OTHER);
  for (const { operation, figures } of named.slice(MAX_OPERATIONS - 1)) {
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

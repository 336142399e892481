import { Refusal } from '../../tenant/index.ts';
import { NO_USAGE, type UsageFigures } from '../../store/index.ts';
import type { Resolvers } from '../generated/operator.ts';
import type { PlatformParts } from '../context.ts';
import { readConnection } from '../page.ts';
import { toCsv } from '../usage/csv.ts';
import { daysOf } from '../usage/day-range.ts';
import { readFleet } from '../usage/fleet.ts';
import { readTenantUsage, sumOf, tenantUsageFields } from '../usage/tenant-usage.ts';

const MAX_DAYS = 31;
/**
 * Tenants that one query reads for a CSV, and lines that fit into the payload of a Lambda (6 MB, Lambda
 * quotas).
 */
const CSV_PAGE = 100;
const CSV_LINES = 30_000;

/** Resolvers of the tenants' usage, for operators. */
export const operatorUsage = {
  Query: {
    async usage(_root, { tenantId, from, to }, { platform }) {
      const tenant = await platform.control.get('tenant', { id: tenantId });
      return tenant && readTenantUsage(platform.usage, tenantId, { from, to });
    },

    async fleetUsage(_root, { from, to, ...part }, { platform }) {
      const days = daysOf({ from, to }, MAX_DAYS);
      await platform.usage.catchUp();
      const belonging = ['operator', 'fleetUsage', from, to];
      return readConnection(platform.cursors, belonging, part, (page) =>
        readFleet(platform.usage.ledger, days, page),
      );
    },

    usageCsv: (_root, range, { platform }) => usageCsv(platform, daysOf(range, MAX_DAYS)),
  },

  TenantUsage: tenantUsageFields,

  TenantFleetUsage: {
    total: ({ days }) => sumOf(days),
    tenant: ({ tenantId }, _args, { platform }) => platform.control.get('tenant', { id: tenantId }),
    async seats({ tenantId }, _args, { platform }) {
      return (await platform.control.get('tenant', { id: tenantId }))?.seats ?? 0;
    },
  },
} satisfies Resolvers;

const FIGURES = Object.keys(NO_USAGE) as (keyof UsageFigures)[];

async function usageCsv(
  { control, usage: { ledger, catchUp } }: PlatformParts,
  days: readonly string[],
): Promise<string> {
  await catchUp();
  const lines: (readonly (string | number)[])[] = [];
  for (let after: string | null = null; ;) {
    const page = await readFleet(ledger, days, { limit: CSV_PAGE, after });
    const known = await Promise.all(
      page.records.map(({ tenantId }) => control.get('tenant', { id: tenantId })),
    );
    for (const [at, { tenantId, days: used }] of page.records.entries()) {
      const { name = '', plan = '', seats = 0 } = known[at] ?? {};
      for (const { day, figures } of used)
        lines.push([tenantId, name, plan, seats, day, ...FIGURES.map((figure) => figures[figure])]);
    }
    if (lines.length > CSV_LINES)
      throw new Refusal(
        'INVALID_ARGUMENTS',
        `From "from" to "to" there are more than ${CSV_LINES} lines: ask for fewer days at a time.`,
      );
    if (page.after === null) break;
    after = page.after;
  }
  return toCsv([['tenant', 'name', 'plan', 'seats', 'day', ...FIGURES], ...lines]);
}

import type { BucketState } from '../../store/index.ts';
import { isGone, type TenantRecord } from '../../tenant/index.ts';
import type { PlatformParts } from '../context.ts';
import { monthEnd, monthOf } from '../limits/rate-limits.ts';
import { planOf, type LimitName, type Limits } from '../plans/plan.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { addMailOnce, OWNERS } from './add-mail.ts';

/** The limits whose use the owners hear of. */
type Watched = Extract<LimitName, 'requestsPerMonth' | 'costPerMonth' | 'storageBytes'>;

interface Use {
  readonly limit: Watched;
  readonly used: number;
  readonly most: number;
}

/** The shares, in per cent, at which owners get a mail, the highest first. */
const THRESHOLDS = [
  { percent: 100, kind: 'quota-reached' },
  { percent: 80, kind: 'quota-near' },
] as const;
const DAY = 86_400_000;

type Parts = Pick<PlatformParts, 'control' | 'buckets' | 'plans' | 'mailSeal' | 'now'>;

/**
 * Returns whether a tenant has used most of its month. It reads the sums that the limits themselves go by, and none if the plan
 * has no such limit.
 */
export async function isMonthNearlyUsed(
  { buckets, plans, now }: Pick<Parts, 'buckets' | 'plans' | 'now'>,
  tenant: TenantRecord,
): Promise<boolean> {
  const { limits } = planOf(plans, tenant);
  if (limits.requestsPerMonth === null && limits.costPerMonth === null) return false;
  return monthUses(limits, await buckets.read(tenant.id), now()).some(
    (use) => thresholdOf(use) !== undefined,
  );
}

/** Adds the mails about what a tenant has used of its month. */
export async function noteMonthQuotas(parts: Parts, tenantId: string): Promise<void> {
  const { control, buckets, plans, now } = parts;
  const tenant = await control.get('tenant', { id: tenantId });
  if (!tenant) return;
  const uses = monthUses(planOf(plans, tenant).limits, await buckets.read(tenantId), now());
  await note(parts, tenantId, uses);
}

/**
 * Adds the mail about the bytes of a tenant's files.
 * @param bytesOf reads them; it is not called if the plan has no such limit
 */
export async function noteStorage(
  parts: Parts,
  tenant: TenantRecord,
  bytesOf: () => Promise<number>,
): Promise<void> {
  const { storageBytes: most } = planOf(parts.plans, tenant).limits;
  if (most === null || !parts.mailSeal) return;
  await note(parts, tenant.id, [{ limit: 'storageBytes', used: await bytesOf(), most }]);
}

function monthUses(
  { requestsPerMonth, costPerMonth }: Limits,
  { month, monthRequests, monthCost }: BucketState,
  now: number,
): readonly Use[] {
  if (month !== monthOf(now)) return [];
  return [
    ...(requestsPerMonth === null
      ? []
      : [{ limit: 'requestsPerMonth', used: monthRequests, most: requestsPerMonth } as const]),
    ...(costPerMonth === null
      ? []
      : [{ limit: 'costPerMonth', used: monthCost, most: costPerMonth } as const]),
  ];
}

function thresholdOf({ used, most }: Use): (typeof THRESHOLDS)[number] | undefined {
  return THRESHOLDS.find(({ percent }) => used * 100 >= most * percent);
}

/** Adds one mail for each limit, threshold and month. Its id says so, and its record stays until the month has ended. */
async function note(parts: Parts, tenantId: string, uses: readonly Use[]): Promise<void> {
  const { control, now } = parts;
  const month = monthOf(now());
  const keepUntil = new Date(monthEnd(now()) + DAY).toISOString();
  for (const use of uses) {
    const threshold = thresholdOf(use);
    if (!threshold) continue;
    const { percent, kind } = threshold;
    const id = `${use.limit}-${percent}-${month}`;
    const mail = { tenantId, kind, to: [OWNERS], params: { ...use, month } } as const;
    await control.transact(async (transaction) => {
      // A purge deletes the mails of a tenant, and nothing may be written meanwhile.
      if (isGone(await requireTenant(transaction, tenantId))) return;
      await addMailOnce(transaction, parts, mail, { id, keepUntil });
    });
  }
}

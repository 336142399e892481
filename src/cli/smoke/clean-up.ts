import { Refused } from '../operator/index.ts';
import { UsageError } from '../../app/index.ts';
import type { Tenant, TenantConnection, TenantJob } from '../../platform/generated/operator.ts';
import { silenceAlarm } from './cloudwatch.ts';
import type { Target } from './target.ts';
import { deleteUser, userOf } from './users.ts';
import { waitFor, type Patience } from './wait.ts';

/** Returns the beginning of the names of a run's tenants. They are found by it, also if an answer was lost. */
export function nameOf(run: string): string {
  return `Smoke test ${run}`;
}

/**
 * Removes all that a run made: the users, the tenants with their rows, and the state of the alarm. What does not exist is
 * gone already. One failure stops nothing else.
 * @returns what was removed, in a sentence
 * @throws {UsageError} with all that is left
 */
export async function cleanUp(target: Target, run: string, patience: Patience): Promise<string> {
  const failures: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(`${what} (${error instanceof Error ? error.message : String(error)})`);
    }
  };
  const { cloudWatch } = target;
  if (cloudWatch)
    await attempt(`the state of the alarm "${cloudWatch.alarm}"`, () => silenceAlarm(cloudWatch));
  const users = [userOf(run, 'a'), userOf(run, 'b')];
  for (const user of users) await attempt(`the user "${user.username}"`, () => deleteUser(target, user));
  let removed = 0;
  await attempt('the tenants', async () => {
    const tenants = await tenantsOf(target, run);
    removed = tenants.length;
    await Promise.all(
      tenants.map((tenant) => attempt(`the tenant "${tenant.id}"`, () => purge(target, tenant, patience))),
    );
  });
  if (failures.length > 0) throw new UsageError(`This is left: ${failures.join(', ')}.`);
  return removed === 1
    ? 'One tenant is purged, and its user removed.'
    : `${removed} tenants are purged, and their users removed.`;
}

async function tenantsOf({ operators }: Target, run: string): Promise<readonly Tenant[]> {
  const { tenants } = await operators.ask<{ tenants: TenantConnection }>(
    'query ($filter: TenantFilter) { tenants(filter: $filter, limit: 100) { items { id status } } }',
    { filter: { nameContains: nameOf(run) } },
  );
  return tenants.items.filter(({ status }) => status !== 'DELETED');
}

/** Closes a tenant, purges it, and waits until nothing of it is left. */
async function purge({ operators }: Target, { id, status }: Tenant, patience: Patience): Promise<void> {
  if (status === 'PROVISIONING') {
    await operators.ask('mutation ($id: ID!) { abandonTenant(id: $id) { id } }', { id });
    return;
  }
  if (status !== 'OFFBOARDING' && status !== 'PURGING')
    await operators.ask(
      'mutation ($id: ID!) { offboardTenant(id: $id, graceDays: 0, reason: "The smoke test has ended") { id } }',
      { id },
    );
  const { purgeTenant } = await operators.ask<{ purgeTenant: TenantJob }>(
    'mutation ($id: ID!) { purgeTenant(id: $id, now: true) { id } }',
    { id },
  );
  await waitFor('end of the purges', patience, async () => {
    const { job } = await operators.ask<{ job: TenantJob | null }>(
      'query ($tenantId: ID!, $id: ID!) { job(tenantId: $tenantId, id: $id) { status error } }',
      { tenantId: id, id: purgeTenant.id },
    );
    if (job?.status === 'FAILED') throw new Refused('FAILED', job.error ?? 'The purge failed.');
    return job === null || job.status === 'DONE' ? true : null;
  });
}

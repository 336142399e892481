import { isRefusal, jobScope, newTenant, type Directory } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { openStore, type Control, type Cursors, type SendOf } from '../store/index.ts';
import { inDependencyOrder, openTenantStore } from '../engine/index.ts';
import { membersOf, setMembership } from '../platform/index.ts';
import { CognitoError, type Cognito } from '../local-cloud/cognito/index.ts';
import { UsageError, type Seed, type SeedTenant, type SeedUser } from '../app/index.ts';

export interface SeedTarget {
  readonly model: Model;
  readonly cognito: Cognito;
  readonly control: Control;
  readonly directory: Directory;
  readonly sendOf: SendOf;
  readonly cursors: Cursors;
}

/** A runner of one seed entry. It collects a refusal with the entry's place in the seed. */
type Attempt = (at: string, write: () => Promise<unknown>) => Promise<void>;

/**
 * Applies a seed through the store, as requests do. Leaves existing rows unchanged.
 * @throws {UsageError} with all rejected entries
 */
export async function applySeed(seed: Seed, target: SeedTarget): Promise<void> {
  const refused: string[] = [];
  const attempt: Attempt = async (at, write) => {
    try {
      await write();
    } catch (error) {
      if (!(isRefusal(error) || error instanceof CognitoError)) throw error;
      if (!isThere(error)) refused.push(`  ${at}: ${error.message}`);
    }
  };
  await Promise.all(
    seed.tenants.map((tenant, n) => attempt(`tenants[${n}]`, () => putTenant(tenant, target))),
  );
  await Promise.all(seed.users.map((user, n) => attempt(`users[${n}]`, () => putUser(user, target))));
  // Rows name members as their owners.
  await Promise.all(Object.keys(seed.rows).map((tenant) => putRows(tenant, seed, target, attempt)));
  if (refused.length > 0) {
    throw new UsageError(['Some seed entries were rejected. Fix them and restart:', ...refused].join('\n'));
  }
}

async function putTenant({ settings, ...given }: SeedTenant, { control }: SeedTarget): Promise<void> {
  await control.transact(async (transaction) => {
    if (await transaction.get('tenant', given)) return;
    const tenant = newTenant(given);
    transaction.put('tenant', { ...tenant, settings: { ...tenant.settings, ...settings } });
  });
}

async function putUser(user: SeedUser, { cognito, control }: SeedTarget): Promise<void> {
  const { username, email, password, memberships } = user;
  const { sub: userId } = await cognito.putUser({ username, email, password });
  const joinedAt = new Date().toISOString();
  for (const { tenant: tenantId, groups: roles } of memberships) {
    const member = { tenantId, userId, username, email, roles, status: 'ACTIVE' as const, joinedAt };
    await control.transact(async (transaction) => {
      if (!(await transaction.get('member', member))) await setMembership(transaction, member, member, null);
    });
  }
}

async function putRows(
  tenant: string,
  seed: Seed,
  { directory, control, model, sendOf, cursors }: SeedTarget,
  attempt: Attempt,
): Promise<void> {
  // Not recorded: a seed writes only the data directory of this machine, before it is served.
  const scope = await jobScope(directory, tenant, 'seed', null);
  const store = openStore(scope, { types: model.models, send: sendOf(scope), cursors });
  const { trusted } = openTenantStore(model, store, scope, { members: membersOf({ control }, tenant, null) });
  const waiting = Object.entries(seed.rows[tenant] ?? {}).flatMap(([type, rows]) =>
    rows.map((row, n) => ({ type, row, at: `rows.${tenant}.${type}[${n}]` })),
  );
  for (const group of inDependencyOrder(model, waiting)) {
    const [first, ...others] = group;
    if (!first) continue;
    await attempt(first.at, () =>
      others.length === 0
        ? (trusted[first.type]?.create(first.row) ?? Promise.resolve())
        : // Rows that refer to each other go into one transaction.
          trusted.transact((transaction) =>
            Promise.all(group.map(async ({ type, row }) => transaction[type]?.create(row))),
          ),
    );
  }
}

function isThere(error: unknown): boolean {
  return isRefusal(error) && error.code === 'ALREADY_EXISTS';
}

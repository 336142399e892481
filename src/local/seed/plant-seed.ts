import { newTenant, Refusal, jobScope, type Directory, type RefusalCode } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import { openStore, type Control, type Cursors, type Send } from '../../store/index.ts';
import { openTenantStore, type TenantStore } from '../../engine/index.ts';
import { setMembership } from '../../platform/index.ts';
import { CognitoError, type Cognito } from '../cognito/index.ts';
import { UsageError } from '../usage-error.ts';

import type { Seed, SeedRow, SeedTenant, SeedUser } from './read-seed.ts';

export interface Ground {
  readonly model: Model;
  readonly cognito: Cognito;
  readonly control: Control;
  readonly directory: Directory;
  readonly send: Send;
  readonly cursors: Cursors;
}

/** Runs one write of a seed; a refusal of it is noted with its place in the seed. */
type Attempt = (at: string, write: () => Promise<unknown>) => Promise<void>;

/**
 * Writes what a seed describes, through the same store as every request; what is already there stays as it is.
 * @throws {UsageError} that lists all that was refused
 */
export async function plantSeed(seed: Seed, ground: Ground): Promise<void> {
  const refused: string[] = [];
  const attempt: Attempt = async (at, write) => {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof CognitoError)) throw error;
      if (!isThere(error)) refused.push(`  ${at}: ${error.message}`);
    }
  };
  await Promise.all(
    seed.tenants.map((tenant, n) => attempt(`tenants[${n}]`, () => plantTenant(tenant, ground))),
  );
  await Promise.all([
    ...seed.users.map((user, n) => attempt(`users[${n}]`, () => plantUser(user, ground))),
    ...Object.keys(seed.rows).map((tenant) => plantRows(tenant, seed, ground, attempt)),
  ]);
  if (refused.length > 0) {
    throw new UsageError(['The seed was refused in part. Mend it and start again:', ...refused].join('\n'));
  }
}

async function plantTenant({ id, name, plan, settings }: SeedTenant, { control }: Ground): Promise<void> {
  await control.transact(async (transaction) => {
    if (await transaction.get('tenant', { id })) return;
    const tenant = newTenant({ id, name, plan });
    transaction.put('tenant', { ...tenant, settings: { ...tenant.settings, ...settings } });
  });
}

async function plantUser(user: SeedUser, { cognito, control }: Ground): Promise<void> {
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

async function plantRows(
  tenant: string,
  seed: Seed,
  { directory, model, send, cursors }: Ground,
  attempt: Attempt,
): Promise<void> {
  const scope = await jobScope(directory, tenant, 'seed', () => undefined);
  const { trusted } = openTenantStore(model, openStore(scope, { types: model.models, send, cursors }), scope);
  let waiting = Object.entries(seed.rows[tenant] ?? {}).flatMap(([type, rows]) =>
    rows.map((row, n): Waiting => ({ type, row, at: `rows.${tenant}.${type}[${n}]` })),
  );
  // Rows may stand before those that they refer to: they are tried again while any of them gets in.
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    waiting = await dangling(waiting, trusted, attempt);
  }
  if (waiting.length > 0) await attempt(waiting[0]?.at ?? '', () => plantTogether(waiting, trusted));
}

interface Waiting {
  readonly type: string;
  readonly row: SeedRow;
  readonly at: string;
}

/** Writes rows, and answers those that refer to a row which is not there yet. */
async function dangling(
  rows: readonly Waiting[],
  trusted: TenantStore['trusted'],
  attempt: Attempt,
): Promise<Waiting[]> {
  const left: Waiting[] = [];
  for (const waiting of rows) {
    await attempt(waiting.at, async () => {
      try {
        await trusted[waiting.type]?.create(waiting.row);
      } catch (error) {
        if (!isRefusal(error, 'DANGLING_REFERENCE')) throw error;
        left.push(waiting);
      }
    });
  }
  return left;
}

/** Rows that refer to each other go in at once. */
async function plantTogether(rows: readonly Waiting[], trusted: TenantStore['trusted']): Promise<void> {
  await trusted.transact((transaction) =>
    Promise.all(rows.map(async ({ type, row }) => transaction[type]?.create(row))),
  );
}

function isRefusal(error: unknown, code: RefusalCode): boolean {
  return error instanceof Refusal && (error as Refusal).code === code;
}

function isThere(error: Error): boolean {
  return isRefusal(error, 'ALREADY_EXISTS');
}

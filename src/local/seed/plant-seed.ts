import { Refusal, jobScope } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import { openStore, type Cursors, type Register, type Send } from '../../store/index.ts';
import { openTenantStore } from '../../engine/index.ts';
import type { Directory } from '../../tenant/index.ts';
import type { Cognito } from '../cognito/index.ts';

import type { Seed, SeedUser } from './read-seed.ts';

export interface Ground {
  readonly model: Model;
  readonly cognito: Cognito;
  readonly register: Register;
  readonly directory: Directory;
  readonly send: Send;
  readonly cursors: Cursors;
}

/** Writes what a seed describes, through the same store as every request; what is already there stays as it is. */
export async function plantSeed(seed: Seed, ground: Ground): Promise<void> {
  const { register } = ground;
  await Promise.all(
    seed.tenants.map(({ id, name }) =>
      unlessThere(register.putTenant({ id, name, status: 'ACTIVE', createdAt: new Date().toISOString() })),
    ),
  );
  await Promise.all([
    ...seed.users.map((user) => plantUser(user, ground)),
    ...Object.keys(seed.rows).map((tenant) => plantRows(tenant, seed, ground)),
  ]);
}

async function plantUser(user: SeedUser, { cognito, register }: Ground): Promise<void> {
  const { username, email, password, memberships } = user;
  const { sub } = await cognito.putUser({ username, email, password });
  for (const { tenant, groups } of memberships) {
    await register.putMembership({ tenantId: tenant, userId: sub, email, roles: groups, status: 'ACTIVE' });
  }
}

async function plantRows(
  tenant: string,
  seed: Seed,
  { directory, model, send, cursors }: Ground,
): Promise<void> {
  const scope = await jobScope(directory, tenant, 'seed', () => undefined);
  const { trusted } = openTenantStore(model, openStore(scope, { types: model.models, send, cursors }), scope);
  for (const [type, rows] of Object.entries(seed.rows[tenant] ?? {})) {
    for (const row of rows) {
      const table = trusted[type];
      if (table) await unlessThere(table.create(row));
    }
  }
}

async function unlessThere(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof Refusal) || (error as Refusal).code !== 'ALREADY_EXISTS') throw error;
  }
}

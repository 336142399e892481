import { backupCommands } from './backup.ts';
import { command, type Commands } from './command.ts';
import { allOf, Refused } from './client.ts';
import { jobCommands } from './job-commands.ts';
import { TENANT, tenantOutcome } from './show-tenant.ts';
import { dataCommands } from './tenant-data.ts';
import { lifeCommands } from './tenant-life.ts';
import { table } from './table.ts';
import type { Tenant, TenantConnection } from '../../platform/generated/operator.ts';

/** The commands of `npm run tenant`: the life of the tenants. */
export const tenantCommands: Commands = {
  list: command({
    summary: 'Lists the tenants.',
    operands: [],
    options: {
      status: { type: 'string', value: 'STATUS', tells: 'only those in this state, such as SUSPENDED' },
      plan: { type: 'string', value: 'PLAN', tells: 'only those on this plan' },
      name: { type: 'string', value: 'TEXT', tells: 'only those whose name contains this' },
    },
    async run({ values: { status, plan, name }, client }) {
      const filter = { status: status?.toUpperCase(), plan, nameContains: name };
      const tenants = await allOf((nextToken) =>
        client
          .ask<{ tenants: TenantConnection }>(
            `query ($filter: TenantFilter, $nextToken: String) {
              tenants(filter: $filter, limit: 100, nextToken: $nextToken) { items { ${TENANT} } nextToken }
            }`,
            { filter, nextToken },
          )
          .then(({ tenants }) => tenants),
      );
      const rows = tenants.map(({ id, name, status, plan, seats }) => [
        id,
        name,
        status,
        plan,
        String(seats),
      ]);
      return { json: tenants, text: table(['ID', 'NAME', 'STATUS', 'PLAN', 'SEATS'], rows) };
    },
  }),
  show: command({
    summary: 'Shows one tenant.',
    operands: ['ID'],
    options: {},
    async run({ operands: [id], client }) {
      const { tenant } = await client.ask<{ tenant: Tenant | null }>(
        `query ($id: ID!) { tenant(id: $id) { ${TENANT} } }`,
        { id },
      );
      if (!tenant) throw new Refused('NOT_FOUND', `There is no tenant "${id}".`);
      return tenantOutcome(tenant);
    },
  }),
  ...lifeCommands,
  ...dataCommands,
  ...jobCommands,
  ...backupCommands,
};

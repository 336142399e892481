import { command, type Commands } from './command.ts';
import { allOf, Refused } from './client.ts';
import { TENANT, tenantOutcome } from './show-tenant.ts';
import { table } from './table.ts';
import type { Tenant, TenantConnection } from '../../generated/operator.ts';

/** `npm run tenant`: the life of the tenants. */
export const tenantCommands: Commands = {
  list: command({
    summary: 'Lists the tenants.',
    operands: [],
    options: {},
    async run({ client }) {
      const tenants = await allOf((nextToken) =>
        client
          .ask<{ tenants: TenantConnection }>(
            `query ($nextToken: String) {
              tenants(limit: 100, nextToken: $nextToken) { items { ${TENANT} } nextToken }
            }`,
            { nextToken },
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
};
